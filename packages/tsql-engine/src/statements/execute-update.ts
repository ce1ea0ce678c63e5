import type { Bound } from '@datamigrate/tsql-binder';
import { checkReferences, followReferences } from '../database/foreign-keys.js';
import { seenRow, storedOf } from '../database/read-rows.js';
import { refuseHistory, startPeriod } from '../database/system-versioning.js';
import type { TableStore } from '../database/table-store.js';
import { changeRows, rowVersion, storedRow } from '../database/write-rows.js';
import { Refusal, sqlError } from '../errors/sql-error.js';
import type { Environment } from '../expressions/environment.js';
import { evaluate } from '../expressions/evaluate.js';
import { registerCte } from '../queries/execute-query.js';
import { topRows } from '../queries/order-rows.js';
import { compareValues } from '../values/compare.js';
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
  refuseHistory(env, store, 'UPDATE');
  const found = findRows(run, env, store, statement);
  // Variables that are carried from row to row follow the clustered key, as a scan of the table does.
  const carries = statement.set.some((item) => item.kind === 'set-row-variable' || item.variable);
  const matches = limited(run, env, statement, carries ? inKeyOrder(store, found) : found);
  const outputs = new Outputs(run, env, statement.output);
  const changes = new Map<Row, Row | undefined>();
  for (const match of matches) {
    match.bind();
    const after = updatedRow(run, env, store, match.row, statement.set);
    changes.set(match.row, after);
    outputs.add(seenRow(env, store, after), seenRow(env, store, match.row));
  }
  applyChanges(run, env, store, changes, 'UPDATE');
  if (statement.currentOf) moveCursor(run, statement.currentOf.name, changes);
  const updated = new Set(statement.set.flatMap((item) => (item.kind === 'set-column' ? [item.column] : [])));
  fireTriggers(run, store, 'UPDATE', {
    inserted: [...changes.values()].flatMap((row) => (row ? [seenRow(env, store, row)] : [])),
    deleted: [...changes.keys()].map((row) => seenRow(env, store, row)),
    updated,
  });
  outputs.finish();
  session.rowCount = BigInt(matches.length);
}

function inKeyOrder(store: TableStore, matches: readonly Match[]): readonly Match[] {
  const key = store.table.primaryKey;
  if (!key || key.clustered === false) return matches;
  const columns = key.columns.map((name) => store.ordinal(name));
  return [...matches].sort((a, b) => {
    for (const column of columns) {
      const fact = store.columns[column];
      if (!fact) continue;
      const order = compareValues(a.row[column] ?? null, b.row[column] ?? null, fact.type, fact.collation?.name);
      if (order !== 0) return order;
    }
    return 0;
  });
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
  if (!statement.currentOf) return matchedRows(env, statement.target, statement.from, statement.where);
  return currentRow(run, env, store, statement);
}

/** The cursor's row now stands for the row as it was changed. */
function moveCursor(run: Run, name: string, changes: ReadonlyMap<Row, Row | undefined>): void {
  const cursor = run.frame.cursor(name);
  const shown = cursor?.rows?.[cursor.position];
  const before = shown && cursor.origins?.get(shown);
  const after = before && changes.get(storedOf(before));
  if (shown && after) cursor.origins?.set(shown, after);
}

/** WHERE CURRENT OF: the stored row that the cursor's row was read from. */
function currentRow(
  run: Run,
  env: Environment,
  store: TableStore,
  statement: Bound.BoundUpdate | Bound.BoundDelete,
): Match[] {
  const cursor = run.frame.cursor(statement.currentOf?.name ?? '');
  if (!cursor) throw sqlError(16916, statement.currentOf?.name ?? '');
  const shown = cursor.rows?.[cursor.position];
  const origin = shown && cursor.origins?.get(shown);
  const row = origin && storedOf(origin);
  if (!cursor.origins) throw new Refusal('WHERE CURRENT OF a cursor over more than one table');
  if (!row || !store.rows.includes(row)) throw sqlError(16931);
  return [
    {
      row,
      bind: () => {
        env.rows[statement.target.relation] = seenRow(env, store, row);
      },
    },
  ];
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
  startPeriod(env, store, values);
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
  changeRows(env, store, changes, session.logOf(store));
  const after = [...changes.values()].filter((row) => row !== undefined);
  if (after.length > 0) checkReferences(env.host, session, store, after, statement);
  if (store.table.schema !== '') followReferences(env.host, session, store, changes, statement);
}
