import { familyOf } from '@datamigrate/catalog';
import type { Bound } from '@datamigrate/tsql-binder';
import type { Environment } from '../expressions/environment.js';
import { evaluate } from '../expressions/evaluate.js';
import { needsAny } from '../queries/references.js';
import { commonScale, type SortKey, sortKey } from '../values/compare.js';
import type { Row, SqlValue } from '../values/sql-value.js';
import { rowsSource, type Source } from './source.js';
import { relationRows } from './table-source.js';

type Index = ReadonlyMap<SortKey, readonly Row[]>;

/**
 * The rows of a table that a correlated condition `t.c = outer.x` asks for, from an index that is built at the first
 * call: a subquery that is run for each row must not read its whole table each time.
 */
export function indexedSource(
  env: Environment,
  table: Bound.BoundTable,
  conjuncts: readonly Bound.BoundPredicate[],
): Source | undefined {
  if (table.kind !== 'named-table' && table.kind !== 'temporary-table' && table.kind !== 'cte-reference')
    return undefined;
  const own = new Set([table.relation]);
  for (const conjunct of conjuncts) {
    if (conjunct.kind !== 'comparison' || conjunct.operator !== '=') continue;
    const [column, other] = isOwn(conjunct.left, table)
      ? [conjunct.left, conjunct.right]
      : [conjunct.right, conjunct.left];
    if (!isOwn(column, table) || needsAny(other, own) || other.kind === 'literal') continue;
    const scale = commonScale(column.type, other.type);
    const value = evaluate(env, other);
    if (value === null) return rowsSource(table.relation, []);
    const keyed =
      table.kind === 'cte-reference' ? undefined : rowsByKey(env, table, column as Bound.BoundColumn, other, value);
    if (keyed) return rowsSource(table.relation, keyed);
    const index = indexFor(env, conjunct, table, column as Bound.BoundColumn, scale);
    return rowsSource(table.relation, index.get(sortKey(value, other.type, conjunct.collation, scale)) ?? []);
  }
  return undefined;
}

/** Straight from the table's own key, where a whole number or guid asks for it: no index has to be built then. */
function rowsByKey(
  env: Environment,
  table: Bound.BoundNamedTable | Bound.BoundTemporaryTable,
  column: Bound.BoundColumn,
  other: Bound.BoundExpression,
  value: Exclude<SqlValue, null>,
): readonly Row[] | undefined {
  const families = [column.type, other.type].map(familyOf);
  const alike = families.every((family) => family === 'integer') || families.every((family) => family === 'guid');
  return alike ? env.host.rowsByKey(table, column.ordinal, value) : undefined;
}

function isOwn(node: Bound.BoundExpression, table: { readonly relation: number }): boolean {
  return node.kind === 'column' && node.relation === table.relation;
}

function indexFor(
  env: Environment,
  conjunct: Bound.BoundComparison,
  table: Bound.BoundNamedTable | Bound.BoundTemporaryTable | Bound.BoundCteReference,
  column: Bound.BoundColumn,
  scale: number,
): Index {
  const rows = relationRows(env, table);
  const known = env.cachedSets.get(conjunct) as { readonly rows: readonly Row[]; readonly index: Index } | undefined;
  if (known?.rows === rows) return known.index;
  const index = new Map<SortKey, Row[]>();
  for (const row of rows) {
    const value = row[column.ordinal] ?? null;
    if (value === null) continue;
    const key = sortKey(value, column.type, conjunct.collation, scale);
    const list = index.get(key);
    if (list) list.push(row);
    else index.set(key, [row]);
  }
  env.cachedSets.set(conjunct, { rows, index });
  return index;
}
