import { plain } from '@datamigrate/catalog';
import type { Span } from '@datamigrate/diagnostics';
import type { Bound } from '@datamigrate/tsql-binder';
import { ownExpression } from './keys.js';

/** ROW_NUMBER() over all rows. */
export const rowNumber = (orderBy: readonly Bound.BoundOrderItem[], span: Span): Bound.BoundWindow => ({
  kind: 'window',
  type: plain('bigint'),
  nullable: false,
  span,
  function: 'ROW_NUMBER',
  arguments: [],
  partitionBy: [],
  orderBy,
  ignoreNulls: false,
});

/** The order of a query by what its members stand for. */
export const ownOrder = (query: Bound.BoundSelect): readonly Bound.BoundOrderItem[] =>
  query.orderBy.map((item) => ({ ...item, expression: ownExpression(query, item.expression) }));
