import type { Expression } from '../../ast/expressions.js';
import type { Predicate } from '../../ast/predicates.js';

const PREDICATES: Readonly<Record<Predicate['kind'], true>> = {
  ComparisonPredicate: true,
  QuantifiedComparisonPredicate: true,
  BetweenPredicate: true,
  InPredicate: true,
  LikePredicate: true,
  IsNullPredicate: true,
  IsDistinctFromPredicate: true,
  ExistsPredicate: true,
  LogicalExpression: true,
  NotExpression: true,
  FullTextPredicate: true,
  UpdatedColumnPredicate: true,
  CurrentOfPredicate: true,
  RegexpLikePredicate: true,
  TsEqualPredicate: true,
  GraphMatchPredicate: true,
};

const KINDS = new Set<string>(Object.keys(PREDICATES));

/** Whether an expression is a condition; parentheses around it do not matter. */
export function isPredicate(expression: Expression): boolean {
  let inner = expression;
  while (inner.kind === 'ParenthesizedExpression') inner = inner.expression;
  return KINDS.has(inner.kind);
}
