import { SELF_RELATION } from '@datamigrate/tsql-binder';
import { Environment, type Host } from '../expressions/environment.js';
import { evaluate } from '../expressions/evaluate.js';
import type { Row } from '../values/sql-value.js';
import type { TableStore } from './table-store.js';

/** The rows of a table as queries see them: computed columns that are not stored are computed now. */
export function readRows(host: Host, store: TableStore): readonly Row[] {
  const virtual = virtualColumns(store);
  if (virtual.length === 0) return store.rows;
  const env = new Environment(host);
  return store.rows.map((row) => seenRow(env, store, row));
}

/** From rows as queries see them to the rows that are stored, where they are not the same. */
const STORED = new WeakMap<Row, Row>();

export function storedOf(row: Row): Row {
  return STORED.get(row) ?? row;
}

/** A stored row as queries, OUTPUT and triggers see it. */
export function seenRow(env: Environment, store: TableStore, row: Row): Row {
  const virtual = virtualColumns(store);
  if (virtual.length === 0) return row;
  const seen = withComputed(env, store, row, virtual);
  STORED.set(seen, row);
  return seen;
}

export function hasVirtualColumns(store: TableStore): boolean {
  return virtualColumns(store).length > 0;
}

/** By the columns of a store: it gets others whenever a definition changes. */
const COMPUTED = new WeakMap<
  TableStore['columns'],
  { readonly stored: readonly number[]; readonly virtual: readonly number[] }
>();

/** Computed columns that are kept with the row, because they are PERSISTED or a key or index holds them, and the others. */
function computedColumns(store: TableStore): {
  readonly stored: readonly number[];
  readonly virtual: readonly number[];
} {
  const known = COMPUTED.get(store.columns);
  if (known) return known;
  const { primaryKey, uniqueKeys, indexes } = store.table;
  const keys = [...(primaryKey ? [primaryKey] : []), ...uniqueKeys, ...indexes];
  const indexed = new Set(keys.flatMap(({ columns }) => columns.map((name) => store.ordinal(name))));
  const stored: number[] = [];
  const virtual: number[] = [];
  store.columns.forEach((column, i) => {
    if (column.computed) (indexed.has(i) || store.table.columns[i]?.computed?.persisted ? stored : virtual).push(i);
  });
  const found = { stored, virtual };
  COMPUTED.set(store.columns, found);
  return found;
}

function virtualColumns(store: TableStore): readonly number[] {
  return computedColumns(store).virtual;
}

/** A row with some of its computed columns computed from the others. */
export function withComputed(env: Environment, store: TableStore, row: Row, columns: readonly number[]): Row {
  const result = [...row];
  env.rows[SELF_RELATION] = result;
  for (const i of columns) {
    const computed = store.columns[i]?.computed;
    if (computed) result[i] = env.host.apart(() => evaluate(env, computed));
  }
  return result;
}

export function persistedColumns(store: TableStore): readonly number[] {
  return computedColumns(store).stored;
}
