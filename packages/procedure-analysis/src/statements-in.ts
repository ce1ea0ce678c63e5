import { type Bound, statementLists } from '@datamigrate/tsql-binder';

/** Statements at every depth, those inside others behind them. */
export function* statementsIn(statements: readonly Bound.BoundStatement[]): Generator<Bound.BoundStatement> {
  for (const statement of statements) {
    yield statement;
    for (const inner of statementLists(statement)) yield* statementsIn(inner);
  }
}
