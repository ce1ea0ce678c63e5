import { relationsOf } from '../scope/scope.js';
import type { BoundCte, BoundQuery, BoundSelect } from '../tree/query.js';
import type { BoundTable } from '../tree/table.js';

type SingleTable = Exclude<BoundTable, { kind: 'join' | 'apply' }>;

/** A column of a stored table, seen through CTEs and derived tables that select it as it is. */
export function traceColumn(
  ctes: readonly BoundCte[],
  table: SingleTable,
  ordinal: number,
): { readonly table: SingleTable; readonly ordinal: number } | undefined {
  const query = queryOf(ctes, table);
  if (query === undefined) return isStored(table) ? { table, ordinal } : undefined;
  if (!isUpdatable(query)) return undefined;
  const expression = query.select[ordinal]?.expression;
  if (expression?.kind !== 'column' || expression.level > 0) return undefined;
  const inner = singleTables(query).find((relation) => relation.relation === expression.relation);
  return inner && traceColumn(ctes, inner, expression.ordinal);
}

/** The one stored table under a CTE or derived table: what DELETE deletes from. */
export function baseOf(ctes: readonly BoundCte[], table: SingleTable): SingleTable | undefined {
  const query = queryOf(ctes, table);
  if (query === undefined) return isStored(table) ? table : undefined;
  if (!isUpdatable(query)) return undefined;
  const [inner, ...others] = singleTables(query);
  return inner && others.length === 0 ? baseOf(ctes, inner) : undefined;
}

function queryOf(ctes: readonly BoundCte[], table: SingleTable): BoundQuery | undefined {
  if (table.kind === 'derived-table') return table.query;
  if (table.kind === 'cte-reference') return ctes.find((cte) => cte.id === table.cte)?.query;
  return undefined;
}

function isStored(table: SingleTable): boolean {
  return table.kind === 'named-table' || table.kind === 'temporary-table' || table.kind === 'error-table';
}

function isUpdatable(query: BoundQuery): query is BoundSelect {
  return query.kind === 'select' && query.groupBy === undefined && !query.distinct;
}

function singleTables(query: BoundSelect): SingleTable[] {
  return query.from.flatMap(relationsOf) as SingleTable[];
}
