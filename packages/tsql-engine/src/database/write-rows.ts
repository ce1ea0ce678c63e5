import { displayName, isCharacter, type SqlType } from '@datamigrate/catalog';
import { type Bound, SELF_RELATION } from '@datamigrate/tsql-binder';
import { SqlError, sqlError } from '../errors/sql-error.js';
import type { Environment } from '../expressions/environment.js';
import { evaluate } from '../expressions/evaluate.js';
import { evaluatePredicate } from '../predicates/evaluate-predicate.js';
import { fitText } from '../values/convert.js';
import { checked } from '../values/exact-numbers.js';
import { formatValue } from '../values/format-value.js';
import type { Row, SqlValue } from '../values/sql-value.js';
import { checkPredicates, filterPredicate } from './constraint-predicates.js';
import { persistedColumns, withComputed } from './read-rows.js';
import { keepHistory, periodStart } from './system-versioning.js';
import type { TableStore, UndoLog } from './table-store.js';

/** The name by which messages call a table. */
export function tableName(store: TableStore): string {
  const { schema, name } = store.table;
  return schema === '' ? name : displayName({ schema, name });
}

/** A new or changed row as it is stored: text fitted, computed columns filled, NULLs and checks tested. */
export function storedRow(
  env: Environment,
  store: TableStore,
  values: readonly SqlValue[],
  statement: 'INSERT' | 'UPDATE' | 'MERGE',
): Row {
  const fitted = store.columns.map((column, i) => fittedValue(env, store, column, values[i] ?? null));
  const row = withComputed(env, store, fitted, persistedColumns(store));
  store.columns.forEach((column, i) => {
    if (!column.nullable && !column.computed && (row[i] ?? null) === null && column.type.name !== 'rowversion')
      throw sqlError(515, column.name, tableName(store), statement);
  });
  checkRow(env, store, row, statement);
  return row;
}

/** Text that is too long is an error here, unless only blanks are lost. */
function fittedValue(env: Environment, store: TableStore, column: Bound.StoredColumn, value: SqlValue): SqlValue {
  const { type } = column;
  if (value instanceof Uint8Array && 'length' in type && typeof type.length === 'number') {
    if (value.length > type.length) throw truncation(store, column, formatValue(value, type) ?? '');
    if (type.name !== 'binary' || value.length === type.length) return value;
    const padded = new Uint8Array(type.length);
    padded.set(value);
    return padded;
  }
  if (typeof value !== 'string' || !isCharacter(type)) return value;
  const limit = 'length' in type && typeof type.length === 'number' ? type.length : Number.POSITIVE_INFINITY;
  if (!env.host.cutsText && value.length > limit && value.slice(limit).trimEnd() !== '')
    throw truncation(store, column, value.slice(0, limit));
  return fitText(value, type, column.collation?.name);
}

function truncation(store: TableStore, column: Bound.StoredColumn, value: string): Error {
  return sqlError(2628, tableName(store), column.name, value);
}

export function checkRow(env: Environment, store: TableStore, row: Row, statement: string): void {
  const [name] = failedChecks(env, store, row);
  if (name === undefined) return;
  const place = `database "${env.host.catalog.database.name}", table "${tableName(store)}".`;
  throw sqlError(547, statement, 'CHECK', name, place);
}

/** The CHECK constraints that a row does not satisfy, one after the other. */
export function* failedChecks(env: Environment, store: TableStore, row: Row): Generator<string, undefined> {
  if (store.disabled.has('*')) return;
  const checks = checkPredicates(env.host, store);
  if (checks.length === 0) return;
  env.rows[SELF_RELATION] = row;
  for (const { name, predicate } of checks) {
    if (!store.disabled.has(name.toLowerCase()) && evaluatePredicate(env, predicate) === false) yield name;
  }
}

/** A row with what the table computes of it. */
export function computedRow(env: Environment, store: TableStore, row: Row): Row {
  return withComputed(env, store, row, persistedColumns(store));
}

interface Key {
  readonly name: string;
  readonly columns: readonly number[];
  readonly kind: 'PRIMARY KEY' | 'UNIQUE KEY' | 'index';
  readonly filter?: Bound.BoundPredicate | undefined;
}

/** By the columns of a store: it gets others whenever a definition changes. */
const KEYS = new WeakMap<TableStore['columns'], readonly Key[]>();

/** Everything that must be unique in a table. */
function uniqueKeys(env: Environment, store: TableStore): readonly Key[] {
  const known = KEYS.get(store.columns);
  if (known) return known;
  const { table } = store;
  const ordinals = (names: readonly string[]): number[] => names.map((name) => store.ordinal(name));
  const keys: Key[] = [];
  if (table.primaryKey)
    keys.push({
      name: table.primaryKey.name ?? `PK_${table.name}`,
      columns: ordinals(table.primaryKey.columns),
      kind: 'PRIMARY KEY',
    });
  for (const key of table.uniqueKeys)
    keys.push({ name: key.name ?? `UQ_${table.name}`, columns: ordinals(key.columns), kind: 'UNIQUE KEY' });
  for (const index of table.indexes) {
    if (!index.unique) continue;
    const filter = index.filter === undefined ? undefined : filterPredicate(env.host, store, index.filter);
    if (index.filter !== undefined && !filter) continue;
    keys.push({ name: index.name, columns: ordinals(index.columns), kind: 'index', filter });
  }
  const usable = keys.filter((key) => !key.columns.includes(-1));
  KEYS.set(store.columns, usable);
  return usable;
}

/** Adds a row; error 2627 or 2601 where its key is taken. */
export function insertRow(env: Environment, store: TableStore, row: Row, log: UndoLog): void {
  for (const key of uniqueKeys(env, store)) {
    if (!applies(env, key, row)) continue;
    const index = store.index(key.columns);
    const taken = index.rows.get(store.keyOf(index, row)) ?? [];
    if (taken.some((other) => applies(env, key, other))) throw duplicate(store, key, row);
  }
  store.insert(row, log);
}

/** Replaces and deletes rows in one step; keys are tested when all changes are made. */
export function changeRows(
  env: Environment,
  store: TableStore,
  changes: ReadonlyMap<Row, Row | undefined>,
  log: UndoLog,
): void {
  const keys = uniqueKeys(env, store);
  for (const key of keys) store.index(key.columns);
  keepHistory(env, store, changes.keys());
  store.change(changes, log);
  for (const key of keys) {
    const index = store.index(key.columns);
    for (const row of changes.values()) {
      if (!row || !applies(env, key, row)) continue;
      const same = (index.rows.get(store.keyOf(index, row)) ?? []).filter((other) => applies(env, key, other));
      if (same.length > 1) throw duplicate(store, key, row);
    }
  }
}

/** No two rows of a table may have the same key (1505). */
export function checkUniqueness(env: Environment, store: TableStore): void {
  for (const key of uniqueKeys(env, store)) {
    for (const same of store.index(key.columns).rows.values()) {
      if (same.length < 2) continue;
      const [first, second] = same.filter((row) => applies(env, key, row));
      if (first && second) throw sqlError(1505, tableName(store), key.name, keyText(store, key, first));
    }
  }
}

function applies(env: Environment, key: Key, row: Row): boolean {
  if (!key.filter) return true;
  env.rows[SELF_RELATION] = row;
  return evaluatePredicate(env, key.filter) === true;
}

function duplicate(store: TableStore, key: Key, row: Row): Error {
  const value = keyText(store, key, row);
  return key.kind === 'index'
    ? sqlError(2601, tableName(store), key.name, value)
    : sqlError(2627, key.kind, key.name, tableName(store), value);
}

function keyText(store: TableStore, key: Key, row: Row): string {
  return key.columns
    .map((column) => keyValueText(row[column] ?? null, store.columns[column]?.type ?? { name: 'null' }))
    .join(', ');
}

function keyValueText(value: SqlValue, type: SqlType): string {
  return formatValue(value, type) ?? '<NULL>';
}

/** The value a row gets for a column that the statement does not write. */
export function missingValue(env: Environment, store: TableStore, column: number): SqlValue {
  const fact = store.columns[column];
  if (!fact) return null;
  if (fact.identity) return nextIdentity(store, fact.identity, fact.type);
  if (fact.type.name === 'rowversion') return rowVersion(env);
  if (fact.generated === 'row-start') return periodStart(env, fact);
  return fact.default ? evaluate(env, fact.default) : null;
}

function nextIdentity(store: TableStore, identity: NonNullable<Bound.StoredColumn['identity']>, type: SqlType): bigint {
  const next = store.identity === undefined ? BigInt(identity.seed) : store.identity + BigInt(identity.increment);
  try {
    checked(next, type);
  } catch (error) {
    throw error instanceof SqlError ? sqlError(8115, 'IDENTITY', type.name) : error;
  }
  store.identity = next;
  return next;
}

let versions = 2000n;

/** A number that grows with every write. */
export function rowVersion(_env: Environment): Uint8Array {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, ++versions);
  return bytes;
}
