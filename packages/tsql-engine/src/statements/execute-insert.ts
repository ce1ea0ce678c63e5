import type { Bound } from '@datamigrate/tsql-binder';
import { checkReferences } from '../database/foreign-keys.js';
import { seenRow } from '../database/read-rows.js';
import { refuseHistory } from '../database/system-versioning.js';
import type { TableStore } from '../database/table-store.js';
import { insertRow, missingValue, storedRow, tableName } from '../database/write-rows.js';
import { Refusal, sqlError } from '../errors/sql-error.js';
import type { Environment } from '../expressions/environment.js';
import { evaluate } from '../expressions/evaluate.js';
import { executeQuery, registerCte } from '../queries/execute-query.js';
import { topRows } from '../queries/order-rows.js';
import { convertValue } from '../values/convert.js';
import type { Row, SqlValue } from '../values/sql-value.js';
import { executeExecute } from './execute-execute.js';
import { feedTable } from './feed-table.js';
import { fireTriggers } from './fire-triggers.js';
import { Outputs } from './outputs.js';
import { environmentOf, type Run } from './run.js';
import { storeOf } from './store-of.js';

export function executeInsert(run: Run, statement: Bound.BoundInsert): void {
  const { session } = run;
  const store = storeOf(run, statement.target);
  const env = environmentOf(run);
  refuseHistory(env, store, 'INSERT');
  for (const cte of statement.ctes) registerCte(env, cte);
  // The whole source first: it may read the table that is written.
  const done = statement.feed && feedTable(run, statement.feed);
  let sources = sourceRows(run, env, statement);
  done?.();
  if (statement.top) sources = topRows(env, sources, statement.top, () => false);
  if (session.rowLimit > 0) sources = sources.slice(0, session.rowLimit);
  const outputs = new Outputs(run, env, statement.output);
  const inserted = insertRows(run, env, store, statement.columns, sources, 'INSERT', (row) =>
    outputs.add(seenRow(env, store, row), undefined),
  );
  fireTriggers(run, store, 'INSERT', {
    inserted: inserted.map((row) => seenRow(env, store, row)),
    deleted: [],
    updated: 'all',
  });
  outputs.finish();
  session.rowCount = BigInt(inserted.length);
}

function sourceRows(run: Run, env: Environment, statement: Bound.BoundInsert): readonly Row[] {
  const { source } = statement;
  switch (source.kind) {
    case 'values':
      return source.rows.map((row) => row.map((value) => evaluate(env, value)));
    case 'default-values':
      return [[]];
    case 'query':
      return executeQuery(env, source.query).map((row) => {
        env.rows[source.row] = row;
        return source.values.map((value) => evaluate(env, value));
      });
    case 'execute':
      return executedRows(run, statement, source.execute);
  }
}

/** INSERT … EXEC: the rows of all its result sets. */
function executedRows(run: Run, statement: Bound.BoundInsert, execute: Bound.BoundExecute): Row[] {
  const { session } = run;
  if (session.capture) throw sqlError(8164);
  session.capture = [];
  try {
    executeExecute(run, execute);
    return session.capture.flatMap(({ columns, rows }) => {
      if (columns.length !== statement.columns.length) throw sqlError(213);
      return rows.map((row) =>
        row.map((value, i) => {
          const column = statement.target.columns[statement.columns[i] ?? -1];
          const source = columns[i]?.type;
          if (!column || !source) throw new Refusal('INSERT … EXEC');
          return convertValue(value, source, column.type, { format: session.settings });
        }),
      );
    });
  } finally {
    session.capture = undefined;
  }
}

/** Rows given by some of their columns, completed, tested and stored. */
export function insertRows(
  run: Run,
  env: Environment,
  store: TableStore,
  columns: readonly number[],
  sources: readonly Row[],
  statement: 'INSERT' | 'MERGE',
  added: (row: Row) => void = () => {},
): Row[] {
  const { session } = run;
  const places = store.columns.map((_, i) => columns.indexOf(i));
  const identity = store.columns.findIndex((column) => column.identity);
  checkIdentityInsert(run, store, places, identity);
  const rows: Row[] = [];
  for (const source of sources) {
    const values = store.columns.map((_, i): SqlValue => {
      const place = places[i] ?? -1;
      return place < 0 ? missingValue(env, store, i) : (source[place] ?? null);
    });
    const row = storedRow(env, store, values, statement);
    insertRow(env, store, row, session.logOf(store));
    if (identity >= 0) noteIdentity(run, store, row, identity, (places[identity] ?? -1) >= 0);
    rows.push(row);
    added(row);
  }
  if (identity < 0) {
    session.scopeIdentity = null;
    session.lastIdentity = null;
  }
  checkReferences(env.host, session, store, rows, statement);
  return rows;
}

function checkIdentityInsert(run: Run, store: TableStore, places: readonly number[], identity: number): void {
  if (identity < 0 || store.table.schema === '') {
    if (identity >= 0 && (places[identity] ?? -1) >= 0 && run.session.identityInsert !== store.table.name.toLowerCase())
      throw sqlError(544, store.table.name);
    return;
  }
  const on = run.session.identityInsert === tableName(store).toLowerCase();
  const given = (places[identity] ?? -1) >= 0;
  if (given && !on) throw sqlError(544, store.table.name);
  if (!given && on) throw sqlError(545, store.table.name);
}

/** The identity that SCOPE_IDENTITY gives; one that was written by hand moves the counter on. */
function noteIdentity(run: Run, store: TableStore, row: Row, column: number, given: boolean): void {
  const fact = store.columns[column];
  const raw = row[column];
  if (!fact?.identity || typeof raw !== 'bigint') return;
  const up = BigInt(fact.identity.increment) > 0n;
  if (given && (store.identity === undefined || (up ? raw > store.identity : raw < store.identity)))
    store.identity = raw;
  const { schema, name } = store.table;
  if (!given && schema !== '')
    run.session.onIdentity?.({ table: { schema, name }, value: raw, nesting: run.session.nesting });
  run.session.scopeIdentity = raw;
  run.session.lastIdentity = raw;
}
