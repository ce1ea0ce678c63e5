import type { Bound } from '@datamigrate/tsql-binder';

/** The lists of statements that stand directly in a statement. */
export function statementsIn(statement: Bound.BoundStatement): (readonly Bound.BoundStatement[])[] {
  switch (statement.kind) {
    case 'block':
      return [statement.statements];
    case 'if':
      return [statement.then, statement.otherwise ?? []];
    case 'while':
      return [statement.body];
    case 'try-catch':
      return [statement.try, statement.catch];
    default:
      return [];
  }
}
