import type { Bound } from '@datamigrate/tsql-binder';
import type { RelExpression } from '../tree/expression.js';
import type { LoweringContext, LoweringScope } from './context.js';
import { lowerExpression } from './lower-expression.js';
import { lowerQuery } from './lower-query.js';

/**
 * The values of a query that always gives exactly one row: one without FROM and WHERE, or an aggregate over all rows.
 * Undefined for others, of which the last row counts, or none.
 */
export function lowerScalarQuery(
  context: LoweringContext,
  scope: LoweringScope,
  bound: Bound.BoundQuery,
): readonly RelExpression[] | undefined {
  if (bound.kind !== 'select' || bound.having || bound.top || bound.offset) return undefined;
  if (bound.from.length === 0 && !bound.where && !bound.groupBy) {
    return bound.select.map(({ expression }) => lowerExpression(context, scope, expression));
  }
  if (!bound.groupBy?.implicit) return undefined;
  return bound.select.map((item, i) => {
    const column = bound.columns[i];
    const query = lowerQuery(context, scope, { ...bound, select: [item], columns: column ? [column] : [] });
    return { kind: 'scalar-subquery', type: item.expression.type, nullable: true, query };
  });
}
