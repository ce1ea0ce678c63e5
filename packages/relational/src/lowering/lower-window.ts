import type { Bound } from '@datamigrate/tsql-binder';
import type { RelExpression } from '../tree/expression.js';
import type { LoweringContext, LoweringScope } from './context.js';
import { unsupported } from './lower-expression.js';
import { lowerOrderItems } from './lower-order.js';
import { equalityOperands } from './text-equality.js';
import { typeKey } from './type-key.js';

const POSITIONAL: ReadonlySet<Bound.WindowFunction> = new Set([
  'ROW_NUMBER',
  'NTILE',
  'LAG',
  'LEAD',
  'FIRST_VALUE',
  'LAST_VALUE',
]);
const TEXT_DECIDES: ReadonlySet<Bound.WindowFunction> = new Set(['MIN', 'MAX']);
const NOT_YET: ReadonlySet<Bound.WindowFunction> = new Set([
  'PERCENTILE_CONT',
  'PERCENTILE_DISC',
  'STRING_AGG',
  'CHECKSUM_AGG',
]);

export function lowerWindow(
  context: LoweringContext,
  scope: LoweringScope,
  bound: Bound.BoundWindow,
  lower: (bound: Bound.BoundExpression) => RelExpression,
): RelExpression {
  if (NOT_YET.has(bound.function)) return unsupported(context, `${bound.function} as a window function`, bound);
  if (TEXT_DECIDES.has(bound.function) && bound.arguments.some(({ collation }) => collation)) {
    return unsupported(context, `${bound.function} of text over a window`, bound);
  }
  if (POSITIONAL.has(bound.function)) {
    context.normalise(`${bound.function} numbers rows that are equal in its ORDER BY in any order`);
  }
  return {
    kind: 'window',
    type: bound.type,
    nullable: bound.nullable,
    function: bound.function,
    arguments: bound.arguments.map(lower),
    partitionBy: bound.partitionBy.map((part) => {
      const lowered = lower(part);
      if (!part.collation) return typeKey(lowered, 'equality');
      return equalityOperands(context, scope, [part], [lowered], part.collation.name)[0] ?? lowered;
    }),
    orderBy: lowerOrderItems(context, scope, bound.orderBy, lower),
    frame: bound.frame,
    ignoreNulls: bound.ignoreNulls,
  };
}
