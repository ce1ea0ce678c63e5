import { type Bound, statementLists } from '@datamigrate/tsql-binder';
import { TableStore } from '../database/table-store.js';
import type { Frame } from '../session/frame.js';

/**
 * DECLARE holds from where it stands to the end of the batch or module, whether it is ever reached: only its value is
 * given when it is its turn. Source: learn.microsoft.com/sql/t-sql/language-elements/variables-transact-sql
 */
export function declareAhead(frame: Frame, statements: readonly Bound.BoundStatement[]): void {
  for (const statement of statements) {
    if (statement.valid && statement.kind === 'declare-variable') declareVariables(frame, statement);
    if (statement.valid && statement.kind === 'declare-table-variable') declareTable(frame, statement);
    for (const inner of statementLists(statement)) declareAhead(frame, inner);
  }
}

function declareVariables(frame: Frame, { declarations }: Bound.BoundDeclareVariable): void {
  for (const { name, type } of declarations) if (!frame.variable(name)) frame.declare(name, type, null);
}

function declareTable(frame: Frame, { name, table, columns }: Bound.BoundDeclareTableVariable): void {
  const key = name.toLowerCase();
  if (!frame.tables.has(key)) frame.tables.set(key, new TableStore(table, columns));
}
