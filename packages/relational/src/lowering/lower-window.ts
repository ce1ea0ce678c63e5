import { type Bound, tiesTold } from '@datamigrate/tsql-binder';
import type { RelExpression } from '../tree/expression.js';
import type { LoweringContext, LoweringScope } from './context.js';
import { outermostKey } from './lower-aggregate.js';
import { unsupported } from './lower-expression.js';
import { lowerOrderItems } from './lower-order.js';
import { equalityOperands } from './text-equality.js';
import { typeKey } from './type-key.js';
import { sumWithinMoney } from './within-money.js';

const NOT_YET: ReadonlySet<Bound.WindowFunction> = new Set(['STRING_AGG', 'CHECKSUM_AGG']);

/** PERCENTILE_CONT(p) WITHIN GROUP (ORDER BY x): the target takes x and p. */
function lowerPercentile(
  context: LoweringContext,
  scope: LoweringScope,
  bound: Bound.BoundWindow,
  lower: (bound: Bound.BoundExpression) => RelExpression,
): RelExpression | undefined {
  const continuous = bound.function === 'PERCENTILE_CONT';
  if (!continuous && bound.function !== 'PERCENTILE_DISC') return undefined;
  const [share] = bound.arguments;
  const [item] = bound.orderBy;
  if (!share || !item || item.expression.collation) return unsupported(context, `${bound.function} of text`, bound);
  return {
    kind: 'window',
    type: bound.type,
    nullable: true,
    function: bound.function,
    arguments: [lower(item.expression), lower(share)],
    partitionBy: bound.partitionBy.map((part) => partitionKey(context, scope, part, lower(part))),
    orderBy: [],
    ignoreNulls: false,
    descending: item.descending,
  };
}

function partitionKey(
  context: LoweringContext,
  scope: LoweringScope,
  part: Bound.BoundExpression,
  lowered: RelExpression,
): RelExpression {
  if (!part.collation) return typeKey(lowered, 'equality');
  return equalityOperands(context, scope, [part], [lowered], part.collation.name)[0] ?? lowered;
}

export function lowerWindow(
  context: LoweringContext,
  scope: LoweringScope,
  bound: Bound.BoundWindow,
  lower: (bound: Bound.BoundExpression) => RelExpression,
): RelExpression {
  if (NOT_YET.has(bound.function)) return unsupported(context, `${bound.function} as a window function`, bound);
  const percentile = lowerPercentile(context, scope, bound, lower);
  if (percentile) return percentile;
  const told = tiesTold(bound);
  if (told) {
    const what = told === 'by function' ? 'numbers' : 'over ROWS takes';
    context.normalise('order', `${bound.function} ${what} rows that are equal in its ORDER BY in any order`);
  }
  const args = bound.arguments.map(lower);
  const window: RelExpression = {
    kind: 'window',
    type: bound.type,
    nullable: bound.nullable,
    function: bound.function,
    arguments: args,
    partitionBy: bound.partitionBy.map((part) => partitionKey(context, scope, part, lower(part))),
    orderBy: lowerOrderItems(context, scope, bound.orderBy, lower),
    frame: bound.frame,
    ignoreNulls: bound.ignoreNulls,
    orderKey: outermostKey(context, scope, bound, args[0]),
  };
  return bound.function === 'SUM' && context.settings.checks ? sumWithinMoney(window) : window;
}
