import { isCharacter } from '@datamigrate/catalog';
import type { Bound } from '@datamigrate/tsql-binder';
import { neverNull } from '../rewrite/never-null.js';
import type { RelExpression, RelOrderItem } from '../tree/expression.js';
import type { LoweringContext, LoweringScope } from './context.js';
import { orderOperands } from './text-equality.js';
import { typeKey } from './type-key.js';

/** ORDER BY items; text sorts by its collation or is refused. */
export function lowerOrderItems(
  context: LoweringContext,
  scope: LoweringScope,
  items: readonly Bound.BoundOrderItem[],
  lower: (bound: Bound.BoundExpression) => RelExpression,
): readonly RelOrderItem[] {
  return items.map((item) => {
    const { expression, descending } = lowerItem(context, scope, item, lower);
    // Where there are no NULLs, nothing has to be said of their place.
    const nullable = scope.groupingSets || !neverNull(expression);
    return { expression: expression.nullable === nullable ? expression : { ...expression, nullable }, descending };
  });
}

function lowerItem(
  context: LoweringContext,
  scope: LoweringScope,
  { expression, descending }: Bound.BoundOrderItem,
  lower: (bound: Bound.BoundExpression) => RelExpression,
): RelOrderItem {
  const lowered = lower(expression);
  const collation = expression.collation?.name;
  if (collation === undefined || !isCharacter(expression.type)) {
    return { expression: typeKey(lowered, 'order'), descending };
  }
  if (expression.kind === 'literal') return { expression: lowered, descending };
  const [key = lowered] = orderOperands(context, scope, [expression], [lowered], collation);
  return { expression: key, descending };
}
