import type { Bound } from '@datamigrate/tsql-binder';
import { sqlError } from '../errors/sql-error.js';
import type { Environment } from '../expressions/environment.js';
import { convertValue } from '../values/convert.js';
import type { Row, SqlValue } from '../values/sql-value.js';
import type { TableStore } from './table-store.js';
import { tableName } from './write-rows.js';

const UTC = { name: 'datetime2', scale: 7 } as const;

/** Since when a row is valid that is written now: all rows of a transaction since it began. */
export function periodStart(env: Environment, column: Bound.StoredColumn): SqlValue {
  return convertValue(env.host.transactionStart(), UTC, column.type, { format: env.host.format });
}

/** The values of a changed row, valid from now on. */
export function startPeriod(env: Environment, store: TableStore, values: SqlValue[]): void {
  store.columns.forEach((column, i) => {
    if (column.generated === 'row-start') values[i] = periodStart(env, column);
  });
}

/**
 * The rows that a statement changes or deletes, as they were, with the end of their time; nothing for a table without
 * a history. A row that began later than the transaction cannot end in it (13535).
 * Source: learn.microsoft.com/sql/relational-databases/tables/temporal-tables, "How does temporal work?"
 */
export function keepHistory(env: Environment, store: TableStore, changed: Iterable<Row>): void {
  const history = store.table.versioning?.history && env.host.history(store.table.versioning.history);
  if (!history) return;
  const places = history.store.columns.map(({ name }) => store.ordinal(name));
  const start = store.columns.findIndex(({ generated }) => generated === 'row-start');
  const end = store.columns.findIndex(({ generated }) => generated === 'row-end');
  const column = store.columns[end];
  if (!column) return;
  const now = periodStart(env, column);
  for (const row of changed) {
    const began = row[start] ?? null;
    if (typeof began === 'bigint' && typeof now === 'bigint' && began > now) throw sqlError(13535, tableName(store));
    const former = places.map((place) => (place === end ? now : (row[place] ?? null)));
    history.store.insert(former, history.log);
  }
}

const HISTORY_ERRORS = { INSERT: 13559, DELETE: 13560, UPDATE: 13561 } as const;

/** Only SQL Server itself writes to the history of a table, as long as SYSTEM_VERSIONING is on. */
export function refuseHistory(env: Environment, store: TableStore, statement: keyof typeof HISTORY_ERRORS): void {
  if (isHistory(env, store)) throw sqlError(HISTORY_ERRORS[statement], tableName(store));
}

function isHistory(env: Environment, { table: { schema, name } }: TableStore): boolean {
  return env.host.catalog.tables.some(({ versioning }) => {
    const history = versioning?.history;
    return history?.name.toLowerCase() === name.toLowerCase() && history.schema.toLowerCase() === schema.toLowerCase();
  });
}
