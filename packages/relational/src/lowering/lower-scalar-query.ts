import type { Bound } from '@datamigrate/tsql-binder';
import type { RelExpression } from '../tree/expression.js';
import type { LoweringContext, LoweringScope } from './context.js';
import { lowerExpression } from './lower-expression.js';
import { lowerQuery } from './lower-query.js';

/**
 * A column of a query that always gives exactly one row: one without FROM and WHERE, or an aggregate over all rows.
 * Undefined for others, of which the last row counts, or none.
 */
export function lowerScalarItem(
  context: LoweringContext,
  scope: LoweringScope,
  bound: Bound.BoundQuery,
  position: number,
): RelExpression | undefined {
  if (bound.kind !== 'select' || bound.having || bound.top || bound.offset) return undefined;
  const item = bound.select[position];
  const column = bound.columns[position];
  if (!item || !column) return undefined;
  if (bound.from.length === 0 && !bound.where && !bound.groupBy)
    return lowerExpression(context, scope, item.expression);
  if (!bound.groupBy?.implicit) return undefined;
  const query = lowerQuery(context, scope, { ...bound, select: [item], columns: [column] });
  return { kind: 'scalar-subquery', type: item.expression.type, nullable: true, query };
}
