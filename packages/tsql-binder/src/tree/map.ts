import { assertUnreachable } from '@datamigrate/foundation';
import type { BoundExpression, BoundOrderItem } from './expression.js';
import type { BoundComparison, BoundPredicate } from './predicate.js';

/** Rewrites an expression; it calls `recurse` to go on with the operands, or returns something else in its place. */
export type Rewrite = (
  expression: BoundExpression,
  recurse: (expression: BoundExpression) => BoundExpression,
) => BoundExpression;

/** A copy of an expression with parts replaced, from the top down. Queries inside it are left as they are. */
export function mapExpression(expression: BoundExpression, rewrite: Rewrite): BoundExpression {
  const visit = (inner: BoundExpression): BoundExpression => rewrite(inner, recurse);
  const recurse = (inner: BoundExpression): BoundExpression => mapOperands(inner, visit);
  return visit(expression);
}

/** A copy of an expression with `map` applied to its direct operands. */
export function mapOperands(
  expression: BoundExpression,
  map: (operand: BoundExpression) => BoundExpression,
): BoundExpression {
  switch (expression.kind) {
    case 'literal':
    case 'column':
    case 'variable':
    case 'system-variable':
    case 'scalar-subquery':
    case 'output-column':
    case 'group-key':
    case 'identity-value':
    case 'merge-action':
    case 'error':
      return expression;
    case 'cast':
      return { ...expression, operand: map(expression.operand), style: expression.style && map(expression.style) };
    case 'negation':
    case 'bitwise-not':
    case 'collate':
      return { ...expression, operand: map(expression.operand) };
    case 'arithmetic':
    case 'bitwise':
    case 'concatenation':
    case 'date-arithmetic':
      return { ...expression, left: map(expression.left), right: map(expression.right) };
    case 'case':
      return {
        ...expression,
        branches: expression.branches.map(({ when, result }) => ({
          when: mapPredicate(when, map),
          result: map(result),
        })),
        otherwise: expression.otherwise && map(expression.otherwise),
        input: expression.input && map(expression.input),
      };
    case 'call':
    case 'user-call':
      return { ...expression, arguments: expression.arguments.map(map) };
    case 'aggregate':
      return { ...expression, arguments: expression.arguments.map(map), orderBy: mapOrder(expression.orderBy, map) };
    case 'window':
      return {
        ...expression,
        arguments: expression.arguments.map(map),
        partitionBy: expression.partitionBy.map(map),
        orderBy: mapOrder(expression.orderBy, map),
      };
    case 'next-value':
      return { ...expression, orderBy: mapOrder(expression.orderBy, map) };
    default:
      return assertUnreachable(expression);
  }
}

function mapOrder(
  items: readonly BoundOrderItem[],
  map: (operand: BoundExpression) => BoundExpression,
): BoundOrderItem[] {
  return items.map((item) => ({ ...item, expression: map(item.expression) }));
}

/** A copy of a predicate with `map` applied to every value in it, at any depth of AND, OR and NOT. */
export function mapPredicate(
  predicate: BoundPredicate,
  map: (expression: BoundExpression) => BoundExpression,
): BoundPredicate {
  const comparison = (inner: BoundComparison): BoundComparison => ({
    ...inner,
    left: map(inner.left),
    right: map(inner.right),
  });
  switch (predicate.kind) {
    case 'comparison':
      return comparison(predicate);
    case 'is-distinct':
      return { ...predicate, left: map(predicate.left), right: map(predicate.right) };
    case 'between':
      return { ...predicate, low: comparison(predicate.low), high: comparison(predicate.high) };
    case 'in-list':
      return { ...predicate, comparisons: predicate.comparisons.map(comparison) };
    case 'in-query':
    case 'quantified':
    case 'is-null':
      return { ...predicate, operand: map(predicate.operand) };
    case 'like':
      return {
        ...predicate,
        operand: map(predicate.operand),
        pattern: map(predicate.pattern),
        escape: predicate.escape && map(predicate.escape),
      };
    case 'logical':
      return { ...predicate, operands: predicate.operands.map((operand) => mapPredicate(operand, map)) };
    case 'not':
      return { ...predicate, operand: mapPredicate(predicate.operand, map) };
    case 'exists':
    case 'column-updated':
    case 'error-predicate':
      return predicate;
    default:
      return assertUnreachable(predicate);
  }
}
