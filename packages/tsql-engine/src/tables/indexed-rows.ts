import { familyOf, type SqlType } from '@datamigrate/catalog';
import type { Bound } from '@datamigrate/tsql-binder';
import type { Environment } from '../expressions/environment.js';
import { evaluate } from '../expressions/evaluate.js';
import { needsAny } from '../queries/references.js';
import { commonScale, type SortKey, sortKey } from '../values/compare.js';
import type { Row, SqlValue } from '../values/sql-value.js';
import { bindTuple, rowsSource, type Source } from './source.js';
import { relationRows } from './table-source.js';

type Index = ReadonlyMap<SortKey, readonly Row[]>;
type IndexedTable = Bound.BoundNamedTable | Bound.BoundTemporaryTable | Bound.BoundCteReference;

interface KnownIndex {
  readonly rows: readonly Row[];
  readonly parts: number;
  readonly index: Index;
}

/** `column = outer`: what an index is asked for. */
interface Lookup {
  readonly conjunct: Bound.BoundComparison;
  readonly column: Bound.BoundColumn;
  readonly outer: Bound.BoundExpression;
  readonly scale: number;
}

/**
 * The rows of a table that correlated conditions `t.c = outer.x` ask for, from an index that is built at the first
 * call: a subquery that is run for each row must not read its whole table each time.
 */
export function indexedSource(
  env: Environment,
  table: Bound.BoundTable,
  conjuncts: readonly Bound.BoundPredicate[],
): Source | undefined {
  if (table.kind !== 'named-table' && table.kind !== 'temporary-table' && table.kind !== 'cte-reference')
    return undefined;
  const found = lookupsOf(table, conjuncts);
  const [first] = found;
  if (!first) return undefined;
  const value = evaluate(env, first.outer);
  if (value === null) return rowsSource(table.relation, []);
  const keyed = table.kind === 'cte-reference' ? undefined : rowsByKey(env, table, first, value);
  if (keyed) return rowsSource(table.relation, keyed);
  // Further ones narrow it where asking for their values cannot fail.
  const lookups = [first, ...found.slice(1).filter(({ outer }) => outer.kind === 'column')];
  const parts = [part(first, value, first.outer.type)];
  for (const lookup of lookups.slice(1)) {
    const other = evaluate(env, lookup.outer);
    if (other === null) return rowsSource(table.relation, []);
    parts.push(part(lookup, other, lookup.outer.type));
  }
  return rowsSource(table.relation, indexFor(env, table, lookups).get(keyOf(parts)) ?? []);
}

function lookupsOf(table: IndexedTable, conjuncts: readonly Bound.BoundPredicate[]): readonly Lookup[] {
  const own = new Set([table.relation]);
  return conjuncts.flatMap((conjunct) => {
    if (conjunct.kind !== 'comparison' || conjunct.operator !== '=') return [];
    const [column, outer] = isOwn(conjunct.left, table)
      ? [conjunct.left, conjunct.right]
      : [conjunct.right, conjunct.left];
    if (!isOwn(column, table) || needsAny(outer, own) || outer.kind === 'literal') return [];
    return [{ conjunct, column: column as Bound.BoundColumn, outer, scale: commonScale(column.type, outer.type) }];
  });
}

const part = ({ conjunct, scale }: Lookup, value: Exclude<SqlValue, null>, type: SqlType): SortKey =>
  sortKey(value, type, conjunct.collation, scale);

function keyOf(parts: readonly SortKey[]): SortKey {
  const [only] = parts;
  if (parts.length === 1 && only !== undefined) return only;
  return parts.map((each) => `${String(each).length}:${each}`).join('');
}

/** Straight from the table's own key, where a whole number or guid asks for it: no index has to be built then. */
function rowsByKey(
  env: Environment,
  table: Bound.BoundNamedTable | Bound.BoundTemporaryTable,
  { column, outer }: Lookup,
  value: Exclude<SqlValue, null>,
): readonly Row[] | undefined {
  const families = [column.type, outer.type].map(familyOf);
  const alike = families.every((family) => family === 'integer') || families.every((family) => family === 'guid');
  return alike ? env.host.rowsByKey(table, column.ordinal, value) : undefined;
}

/** More rows than these are joined by reading the other table once. */
const FEW = 32;

/**
 * The rows of a table that a few rows beside it ask for by its key, so that a loop which joins one row to a table does not
 * read all of it each time. Undefined where they ask by anything else.
 */
export function soughtSource(
  env: Environment,
  left: Source,
  table: Bound.BoundTable,
  on: readonly Bound.BoundPredicate[],
): Source | undefined {
  if (left.tuples.length > FEW || (table.kind !== 'named-table' && table.kind !== 'temporary-table')) return undefined;
  if (table.kind === 'named-table' && table.database !== undefined) return undefined;
  const lookup = lookupsOf(table, on).find(({ outer }) => outer.kind === 'column');
  if (!lookup) return undefined;
  const found = new Set<Row>();
  for (const tuple of left.tuples) {
    bindTuple(env, left, tuple);
    const value = evaluate(env, lookup.outer);
    if (value === null) continue;
    const rows = rowsByKey(env, table, lookup, value);
    if (!rows) return undefined;
    for (const row of rows) found.add(row);
  }
  return rowsSource(table.relation, [...found]);
}

function isOwn(node: Bound.BoundExpression, table: { readonly relation: number }): boolean {
  return node.kind === 'column' && node.relation === table.relation;
}

function indexFor(env: Environment, table: IndexedTable, lookups: readonly Lookup[]): Index {
  const rows = relationRows(env, table);
  const [first] = lookups;
  const holder = first?.conjunct ?? table;
  const known = env.cachedSets.get(holder) as KnownIndex | undefined;
  if (known?.rows === rows && known.parts === lookups.length) return known.index;
  const index = new Map<SortKey, Row[]>();
  for (const row of rows) {
    const parts: SortKey[] = [];
    for (const lookup of lookups) {
      const value = row[lookup.column.ordinal] ?? null;
      if (value !== null) parts.push(part(lookup, value, lookup.column.type));
    }
    if (parts.length < lookups.length) continue;
    const key = keyOf(parts);
    const list = index.get(key);
    if (list) list.push(row);
    else index.set(key, [row]);
  }
  env.cachedSets.set(holder, { rows, parts: lookups.length, index } satisfies KnownIndex);
  return index;
}
