import type { BinderContext } from '../binder-context.js';
import type { BoundExpression, BoundOrderItem } from '../tree/expression.js';
import { fingerprint } from '../tree/inspect.js';
import { mapExpression, mapPredicate } from '../tree/map.js';
import type { BoundPredicate } from '../tree/predicate.js';
import type { BoundGroupBy, BoundSelectItem } from '../tree/query.js';

interface Grouped {
  readonly items: readonly BoundSelectItem[];
  readonly having: BoundPredicate | undefined;
  readonly orderBy: readonly BoundOrderItem[];
}

/**
 * Above the grouping an expression consists of grouping keys and aggregates: every part that equals a key becomes a
 * reference to it, and a column that is left over outside an aggregate is an error (8120).
 */
export function applyGrouping(context: BinderContext, groupBy: BoundGroupBy, query: Grouped): Grouped {
  const keys = new Map(groupBy.keys.map((key, i) => [fingerprint(key), i]));
  // Only what is of the kind of a key can be one.
  const kinds = new Set(groupBy.keys.map(({ kind }) => kind));
  const nullable = (key: number): boolean =>
    groupBy.sets.some((set) => !set.includes(key)) || (groupBy.keys[key]?.nullable ?? true);
  const replaceIn = (clause: keyof typeof NOT_GROUPED, expression: BoundExpression): BoundExpression =>
    mapExpression(expression, (inner, recurse) => {
      const key = kinds.has(inner.kind) && !isConstant(inner) ? keys.get(fingerprint(inner)) : undefined;
      if (key !== undefined) {
        return {
          kind: 'group-key',
          type: inner.type,
          nullable: nullable(key),
          collation: inner.collation,
          span: inner.span,
          key,
          expression: inner,
        };
      }
      if (inner.kind === 'aggregate') return inner;
      if (inner.kind === 'column' && inner.level === 0) {
        context.report('bind-not-grouped', { name: `'${inner.name}'`, number: NOT_GROUPED[clause] }, inner.span);
        return inner;
      }
      return recurse(inner);
    });
  return {
    items: query.items.map((item) => ({ ...item, expression: replaceIn('SELECT', item.expression) })),
    having: query.having && mapPredicate(query.having, (part) => replaceIn('HAVING', part)),
    orderBy: query.orderBy.map((item) => ({ ...item, expression: replaceIn('ORDER BY', item.expression) })),
  };
}

/** Each clause has its own error for the same fault. */
const NOT_GROUPED = { SELECT: 8120, HAVING: 8121, 'ORDER BY': 8127 } as const;

function isConstant(expression: BoundExpression): boolean {
  return expression.kind === 'literal' || expression.kind === 'variable';
}
