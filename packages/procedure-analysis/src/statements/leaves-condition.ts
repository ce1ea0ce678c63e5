import { type Bound, sameExpression } from '@datamigrate/tsql-binder';
import { constant, known } from '../program/known.js';
import { type AnyNode, rewriteTree, visitTree } from '../program/rewrite-tree.js';

/**
 * Whether rows that an UPDATE has changed do not satisfy its condition any more, whatever they were: `SET Done = 1 WHERE
 * Done = 0`. Both are over the row before.
 */
export function leavesCondition(
  where: Bound.BoundPredicate,
  relation: number,
  set: ReadonlyMap<number, Bound.BoundExpression>,
): boolean {
  const after = rewriteTree(where, (node) => {
    if (node.kind !== 'column') return undefined;
    const { relation: of, ordinal, level } = node as Bound.BoundColumn;
    return of === relation && level === 0 ? (set.get(ordinal) as AnyNode | undefined) : undefined;
  });
  return isNeverTrue(after);
}

function isNeverTrue(condition: Bound.BoundPredicate): boolean {
  switch (condition.kind) {
    case 'logical':
      return condition.operator === 'AND'
        ? condition.operands.some(isNeverTrue)
        : condition.operands.every(isNeverTrue);
    case 'is-null':
      return condition.negated
        ? constant(condition.operand) === null
        : !isNullable(condition.operand) || known(condition) === false;
    case 'between':
      return !condition.negated && (isNeverTrue(condition.low) || isNeverTrue(condition.high));
    case 'in-list':
      return condition.negated
        ? condition.comparisons.some((each) => known(simplified(each)) === true)
        : condition.comparisons.every(isNeverTrue);
    case 'comparison':
      return isApartFromItself(condition) || known(simplified(condition)) === false;
    default:
      return false;
  }
}

/** Nothing that can come out as NULL, whatever it is made of. */
function isNullable(expression: Bound.BoundExpression): boolean {
  if (expression.kind === 'cast') return expression.attempt || isNullable(expression.operand);
  return expression.nullable;
}

/** `x <> x` */
function isApartFromItself({ operator, left, right }: Bound.BoundComparison): boolean {
  if (operator !== '<>' && operator !== '<' && operator !== '>') return false;
  return isSteady(left) && sameExpression(left, right);
}

/** The same wherever it stands. */
function isSteady(expression: Bound.BoundExpression): boolean {
  let steady = true;
  visitTree(expression, ({ kind }) => {
    if (kind !== 'variable' && kind !== 'literal' && kind !== 'cast' && kind !== 'column') steady = false;
  });
  return steady;
}

/** `ISNULL(1, 0)` is 1. */
function simplified<T extends Bound.BoundPredicate>(condition: T): T {
  return rewriteTree(condition, (node) => {
    if (node.kind !== 'call') return undefined;
    const { function: name, arguments: given, type } = node as Bound.BoundCall;
    if (name !== 'ISNULL' && name !== 'COALESCE') return undefined;
    const [first] = given;
    const value = first && constant(first);
    if (!first || value === null || value === undefined) return undefined;
    return JSON.stringify(first.type) === JSON.stringify(type) ? first : undefined;
  });
}
