import type { Bound } from '@datamigrate/tsql-binder';

/** Statements at every depth, those inside others behind them. */
export function* statementsIn(statements: readonly Bound.BoundStatement[]): Generator<Bound.BoundStatement> {
  for (const statement of statements) {
    yield statement;
    if (statement.kind === 'if') yield* statementsIn([...statement.then, ...(statement.otherwise ?? [])]);
    if (statement.kind === 'while') yield* statementsIn(statement.body);
    if (statement.kind === 'try-catch') yield* statementsIn([...statement.try, ...statement.catch]);
    if (statement.kind === 'block') yield* statementsIn(statement.statements);
  }
}
