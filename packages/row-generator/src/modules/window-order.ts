import { type Bound, tiesTold } from '@datamigrate/tsql-binder';
import type { ColumnOrigins } from './column-origins.js';
import type { ColumnRef } from './column-ref.js';

/** The columns by which a window sorts the rows of a partition apart. Empty where rows that sort alike count together. */
export function windowOrder(window: Bound.BoundWindow, origins: ColumnOrigins): readonly ColumnRef[] {
  if (!tiesTold(window)) return [];
  const sorted = window.orderBy.flatMap(({ expression }) => origins.ofExpression(expression));
  const parts = window.partitionBy.flatMap((expression) => origins.ofExpression(expression));
  return sorted.length > 0 ? [...sorted, ...parts] : [];
}
