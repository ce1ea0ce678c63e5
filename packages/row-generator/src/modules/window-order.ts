import type { Bound } from '@datamigrate/tsql-binder';
import type { ColumnOrigins } from './column-origins.js';
import type { ColumnRef } from './column-ref.js';

/** What they give depends on the place of a row among those that sort like it. */
const BY_PLACE: ReadonlySet<string> = new Set(['ROW_NUMBER', 'NTILE', 'LAG', 'LEAD', 'FIRST_VALUE', 'LAST_VALUE']);

/**
 * The columns of one table by which a window tells the rows of a partition apart: where rows sort alike, another run of
 * SQL Server could give another result. Empty where the order does not count, or is that of several tables.
 */
export function windowOrder(
  { function: name, frame, partitionBy, orderBy }: Bound.BoundWindow,
  origins: ColumnOrigins,
): readonly ColumnRef[] {
  const isRunning =
    frame?.unit === 'ROWS' && (frame.from.edge !== 'UNBOUNDED PRECEDING' || frame.to.edge !== 'UNBOUNDED FOLLOWING');
  if (!BY_PLACE.has(name) && !isRunning) return [];
  const sorted = orderBy.flatMap(({ expression }) => origins.ofExpression(expression));
  const all = [...sorted, ...partitionBy.flatMap((expression) => origins.ofExpression(expression))];
  return sorted.length > 0 && all.every(({ table }) => table === all[0]?.table) ? all : [];
}
