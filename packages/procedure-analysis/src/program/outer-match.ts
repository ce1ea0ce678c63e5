import { type Bound, mapExpression, mapPredicate } from '@datamigrate/tsql-binder';
import { bareColumn } from './bare.js';
import { both, type Condition, notTrue } from './conditions.js';
import { conjuncts } from './conjuncts.js';
import { known } from './known.js';
import { nullOf } from './null-of.js';
import { someNode } from './rewrite-tree.js';
import { anyRow } from './select.js';

/**
 * `FROM target LEFT JOIN other ON …` with a condition, where nothing of the other table goes into the target: whether a
 * row of the target is reached. It is where a match satisfies the condition, or where there is no match and the condition
 * holds for its nulls. Undefined where the condition cannot be taken apart so.
 */
export function reachedThroughOuterJoin(
  from: readonly Bound.BoundTable[],
  target: number,
  where: Condition,
  values: unknown,
): { readonly condition: Condition } | undefined {
  const [join, ...more] = from;
  if (more.length > 0 || join?.kind !== 'join' || join.join !== 'LEFT' || !join.on) return undefined;
  const { left, right, on, span } = join;
  if (!('relation' in left) || left.relation !== target || !('relation' in right)) return undefined;
  if (mentions(values, right.relation) || mentionedInQuery(where, right.relation)) return undefined;
  const anyMatch = (condition: Condition): Bound.BoundPredicate => anyRow([right], condition, span);
  const none = notTrue(anyMatch(on));
  const ofNulls = conjuncts(where)
    .map((each) => overNulls(each, right.relation))
    .filter((each) => known(each) !== true);
  const unmatched = ofNulls.reduce<Condition>(both, none) as Bound.BoundPredicate;
  if (ofNulls.some((each) => known(each) === false)) return { condition: anyMatch(both(on, where)) };
  if (contradicts(on, where, right.relation)) return { condition: unmatched };
  const matched = anyMatch(both(on, where));
  return { condition: { kind: 'logical', operator: 'OR', operands: [matched, unmatched], span } };
}

/** A match has a value in a column that the condition wants to be NULL. */
function contradicts(on: Bound.BoundPredicate, where: Condition, relation: number): boolean {
  const compared = conjuncts(on).flatMap((each) =>
    each.kind === 'comparison' ? [columnOf(each.left, relation), columnOf(each.right, relation)] : [],
  );
  return conjuncts(where).some((each) => {
    if (each.kind !== 'is-null' || each.negated) return false;
    const ordinal = columnOf(each.operand, relation);
    return ordinal !== undefined && compared.includes(ordinal);
  });
}

function columnOf(expression: Bound.BoundExpression, relation: number): number | undefined {
  const column = bareColumn(expression);
  return column?.relation === relation ? column.ordinal : undefined;
}

function overNulls(condition: Bound.BoundPredicate, relation: number): Bound.BoundPredicate {
  return mapPredicate(condition, (expression) =>
    mapExpression(expression, (inner, recurse) => {
      if (inner.kind !== 'column' || inner.relation !== relation) return recurse(inner);
      const { type, collation, span } = inner;
      return { ...nullOf(type, span), collation };
    }),
  );
}

function mentions(tree: unknown, relation: number): boolean {
  return someNode(tree, (node) => node.kind === 'column' && 'relation' in node && node.relation === relation);
}

function mentionedInQuery(tree: unknown, relation: number): boolean {
  return someNode(
    tree,
    (node) => (node.kind === 'select' || node.kind === 'set-operation') && mentions(node, relation),
  );
}
