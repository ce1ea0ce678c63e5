import type { QualifiedName } from '@datamigrate/catalog';
import type { RelQuery, RelTable } from '../tree/query.js';

/** What the project calls an object. */
export type NameOf = (object: QualifiedName) => string;

/** The first table of a FROM clause, as the project calls it. */
export function tableName(table: RelTable | undefined, nameOf: NameOf): string | undefined {
  if (!table) return undefined;
  if (table.kind === 'join') return tableName(table.left, nameOf);
  if (table.kind === 'object') return nameOf(table.object);
  return table.kind === 'cte' ? table.name : table.alias;
}

const SHORT = 2;
const MOST_KEYS = 2;

/** A name for a query that FROM calls `alias`: a letter or two say nothing about groups, their table and keys do. */
export function queryName(query: RelQuery, alias: string, nameOf: NameOf): string {
  if (alias.length > SHORT || query.kind !== 'select' || !query.groupBy) return alias;
  const { keys } = query.groupBy;
  const names = keys.flatMap((key) => (key.kind === 'column' ? [key.name] : []));
  const table = tableName(query.from, nameOf);
  if (table === undefined || table.length <= SHORT || names.length === 0 || names.length < keys.length) return alias;
  return names.length > MOST_KEYS ? `${table}_groups` : `${table}_by_${names.join('_and_')}`;
}
