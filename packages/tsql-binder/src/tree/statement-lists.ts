import type { BoundStatement } from './statement.js';

/** The lists of statements that stand directly in a statement: branches, the body of a loop, TRY and CATCH. */
export function statementLists(statement: BoundStatement): readonly (readonly BoundStatement[])[] {
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
