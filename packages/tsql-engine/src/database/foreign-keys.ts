import { displayName, type ForeignKey, type Table } from '@datamigrate/catalog';
import { sqlError } from '../errors/sql-error.js';
import { Environment, type Host } from '../expressions/environment.js';
import { evaluate } from '../expressions/evaluate.js';
import type { Session } from '../session/session.js';
import { convertValue } from '../values/convert.js';
import type { Row, SqlValue } from '../values/sql-value.js';
import { startPeriod } from './system-versioning.js';
import type { TableStore } from './table-store.js';
import { changeRows, storedRow, tableName } from './write-rows.js';

function isOff(store: TableStore, key: ForeignKey): boolean {
  return store.disabled.has('*') || (key.name !== undefined && store.disabled.has(key.name.toLowerCase()));
}

function keyName(store: TableStore, key: ForeignKey): string {
  return key.name ?? `FK_${store.table.name}`;
}

/** New and changed rows must find the rows that they refer to (547). */
export function checkReferences(
  host: Host,
  session: Session,
  store: TableStore,
  rows: readonly Row[],
  statement: string,
  keys: readonly ForeignKey[] = store.table.foreignKeys,
): void {
  for (const key of keys) {
    if (isOff(store, key)) continue;
    const parent = session.database.store(key.references);
    if (!parent) continue;
    const own = key.columns.map((name) => store.ordinal(name));
    const referenced = referencedOrdinals(parent, key);
    if (own.includes(-1) || referenced.includes(-1)) continue;
    const index = parent.index(referenced);
    for (const row of rows) {
      const values = own.map((column) => row[column] ?? null);
      if (values.includes(null)) continue;
      if (parent.find(index, inTypesOf(host, store, own, parent, referenced, values)).length > 0) continue;
      throw conflict(host, statement, 'FOREIGN KEY', keyName(store, key), tableName(parent), key.referencedColumns);
    }
  }
}

function referencedOrdinals(parent: TableStore, key: ForeignKey): number[] {
  const names = key.referencedColumns.length > 0 ? key.referencedColumns : (parent.table.primaryKey?.columns ?? []);
  return names.map((name) => parent.ordinal(name));
}

function inTypesOf(
  host: Host,
  store: TableStore,
  own: readonly number[],
  parent: TableStore,
  referenced: readonly number[],
  values: readonly SqlValue[],
): SqlValue[] {
  return values.map((value, i) => {
    const source = store.columns[own[i] ?? -1]?.type;
    const target = parent.columns[referenced[i] ?? -1]?.type;
    return source && target ? convertValue(value, source, target, { format: host.format }) : value;
  });
}

function conflict(
  host: Host,
  statement: string,
  kind: string,
  name: string,
  table: string,
  columns: readonly string[],
): Error {
  const column = columns.length === 1 ? `, column '${columns[0]}'` : '';
  return sqlError(547, statement, kind, name, `database "${host.catalog.database.name}", table "${table}"${column}.`);
}

/**
 * Rows that are gone or have another key must not be referred to any more; CASCADE and SET NULL change the rows that
 * do.
 */
export function followReferences(
  host: Host,
  session: Session,
  parent: TableStore,
  changes: ReadonlyMap<Row, Row | undefined>,
  statement: string,
): void {
  for (const child of session.database.catalog.tables) {
    for (const key of child.foreignKeys) {
      if (sameTable(key.references, parent.table)) followKey(host, session, parent, child, key, changes, statement);
    }
  }
}

function sameTable(a: { readonly schema: string; readonly name: string }, b: Table): boolean {
  return a.schema.toLowerCase() === b.schema.toLowerCase() && a.name.toLowerCase() === b.name.toLowerCase();
}

function followKey(
  host: Host,
  session: Session,
  parent: TableStore,
  childTable: Table,
  key: ForeignKey,
  changes: ReadonlyMap<Row, Row | undefined>,
  statement: string,
): void {
  const child = session.database.store(childTable);
  if (!child || isOff(child, key) || child.rows.length === 0) return;
  const referenced = referencedOrdinals(parent, key);
  const own = key.columns.map((name) => child.ordinal(name));
  if (own.includes(-1) || referenced.includes(-1)) return;
  const parents = parent.index(referenced);
  const children = child.index(own);
  const follow = new Map<Row, Row | undefined>();
  const env = new Environment(host);
  for (const [before, after] of changes) {
    const old = referenced.map((column) => before[column] ?? null);
    if (old.includes(null) || parent.find(parents, old).length > 0) continue;
    const values = inTypesOf(host, parent, referenced, child, own, old);
    for (const row of child.find(children, values)) {
      const action = (after ? key.onUpdate : key.onDelete) ?? 'NO ACTION';
      if (action === 'NO ACTION') {
        throw conflict(host, statement, 'REFERENCE', keyName(child, key), displayName(childTable), key.columns);
      }
      if (action === 'CASCADE' && !after) follow.set(row, undefined);
      else follow.set(row, storedRow(env, child, followed(env, child, row, own, action, after, referenced), 'UPDATE'));
    }
  }
  if (follow.size === 0) return;
  changeRows(env, child, follow, session.logOf(child));
  followReferences(host, session, child, follow, statement);
}

function followed(
  env: Environment,
  child: TableStore,
  row: Row,
  own: readonly number[],
  action: string,
  after: Row | undefined,
  referenced: readonly number[],
): SqlValue[] {
  const values = [...row];
  startPeriod(env, child, values);
  own.forEach((column, i) => {
    if (action === 'CASCADE') values[column] = after?.[referenced[i] ?? -1] ?? null;
    else {
      const fallback = child.columns[column]?.default;
      values[column] = action === 'SET DEFAULT' && fallback ? evaluate(env, fallback) : null;
    }
  });
  return values;
}
