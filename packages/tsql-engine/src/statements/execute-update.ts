import type { Bound } from '@datamigrate/tsql-binder';
import { checkReferences, followReferences } from '../database/foreign-keys.js';
import type { TableStore } from '../database/table-store.js';
import { changeRows, rowVersion, storedRow } from '../database/write-rows.js';
import { Refusal, sqlError } from '../errors/sql-error.js';
import type { Environment } from '../expressions/environment.js';
import { evaluate } from '../expressions/evaluate.js';
import { registerCte } from '../queries/execute-query.js';
import { topRows } from '../queries/order-rows.js';
import type { Row, SqlValue } from '../values/sql-value.js';
import { fireTriggers } from './fire-triggers.js';
import { type Match, matchedRows } from './matched-rows.js';
import { Outputs } from './outputs.js';
import { environmentOf, type Run } from './run.js';
import { storeOf } from './store-of.js';

export function executeUpdate(run: Run, statement: Bound.BoundUpdate): void {
  const { session } = run;
  const env = environmentOf(run);
  for (const cte of statement.ctes) registerCte(env, cte);
  const store = storeOf(run, statement.target.table);
  const matches = limited(run, env, statement, findRows(run, env, store, statement));
  const outputs = new Outputs(run, env, statement.output);
  const changes = new Map<Row, Row | undefined>();
  for (const match of matches) {
    match.bind();
    const after = updatedRow(run, env, store, match.row, statement.set);
    changes.set(match.row, after);
    outputs.add(after, match.row);
  }
  applyChanges(run, env, store, changes, 'UPDATE');
  const updated = new Set(statement.set.flatMap((item) => (item.kind === 'set-column' ? [item.column] : [])));
  fireTriggers(run, store, 'UPDATE', {
    inserted: [...changes.values()].filter((row) => row !== undefined),
    deleted: [...changes.keys()],
    updated,
  });
  outputs.finish();
  session.rowCount = BigInt(matches.length);
}

/** TOP and SET ROWCOUNT take the first rows found. */
export function limited(
  run: Run,
  env: Environment,
  statement: { readonly top?: Bound.BoundTop | undefined },
  matches: readonly Match[],
): readonly Match[] {
  const topped = statement.top ? topRows(env, matches, statement.top, () => false) : matches;
  const { rowLimit } = run.session;
  return rowLimit > 0 ? topped.slice(0, rowLimit) : topped;
}

export function findRows(
  run: Run,
  env: Environment,
  store: TableStore,
  statement: Bound.BoundUpdate | Bound.BoundDelete,
): Match[] {
  if (!statement.currentOf) return matchedRows(env, store, statement.target, statement.from, statement.where);
  throw new Refusal(`WHERE CURRENT OF ${run.frame.cursor(statement.currentOf.name)?.name ?? statement.currentOf.name}`);
}

/** The row with its new values: they all see the row as it was. */
export function updatedRow(
  run: Run,
  env: Environment,
  store: TableStore,
  row: Row,
  set: readonly Bound.BoundSetItem[],
  statement: 'UPDATE' | 'MERGE' = 'UPDATE',
): Row {
  const values: SqlValue[] = [...row];
  const assign = (target: Bound.BoundVariableTarget, value: SqlValue): void => {
    const variable = run.frame.variable(target.name);
    if (!variable) throw sqlError(137, target.name);
    variable.value = value;
  };
  for (const item of set) if (item.kind === 'set-row-variable') assign(item.variable, evaluate(env, item.value));
  for (const item of set) {
    if (item.kind !== 'set-column') continue;
    const value = evaluate(env, item.value);
    values[item.column] = value;
    if (item.variable) assign(item.variable, value);
  }
  store.columns.forEach((column, i) => {
    if (column.type.name === 'rowversion') values[i] = rowVersion(env);
  });
  return storedRow(env, store, values, statement);
}

/** Makes the changes, with keys and references tested. */
export function applyChanges(
  run: Run,
  env: Environment,
  store: TableStore,
  changes: ReadonlyMap<Row, Row | undefined>,
  statement: string,
): void {
  if (changes.size === 0) return;
  const { session } = run;
  changeRows(env, store, changes, session.log);
  const after = [...changes.values()].filter((row) => row !== undefined);
  if (after.length > 0) checkReferences(env.host, session, store, after, statement);
  if (store.table.schema !== '') followReferences(env.host, session, store, changes, statement);
}
