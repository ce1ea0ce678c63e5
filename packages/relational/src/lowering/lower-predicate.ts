import { assertUnreachable, withFields } from '@datamigrate/foundation';
import type { Bound } from '@datamigrate/tsql-binder';
import { relationalDiagnostics } from '../diagnostics.js';
import { haveOneLength } from '../facts/byte-lengths.js';
import { withoutColumns } from '../rewrite/without-columns.js';
import type { RelExpression } from '../tree/expression.js';
import type { RelPredicate } from '../tree/predicate.js';
import type { RelQuery } from '../tree/query.js';
import { sameExpression } from '../tree/same-tree.js';
import type { LoweringContext, LoweringScope } from './context.js';
import { overQuery } from './lower-distinct.js';
import { lowerExpression } from './lower-expression.js';
import { lowerLike } from './lower-like.js';
import { lowerQuery } from './lower-query.js';
import { sameValues } from './same-values.js';
import { equalityOperands, orderOperands } from './text-equality.js';
import { needsTypeKeys, typeKeys } from './type-key.js';

/** A bound condition as a relational one. */
export function lowerPredicate(
  context: LoweringContext,
  scope: LoweringScope,
  bound: Bound.BoundPredicate,
): RelPredicate {
  const comments = context.comments.take(bound.comments);
  context.deciding++;
  const predicate = lowerCondition(context, scope, bound);
  context.deciding--;
  return comments ? withFields(predicate, { comments }) : predicate;
}

/** What a row of EXISTS holds decides nothing, unless rows are compared with others. */
function lowerAsked(context: LoweringContext, scope: LoweringScope, query: Bound.BoundQuery): RelQuery {
  const lower = (): RelQuery => lowerQuery(context, scope, query);
  return query.kind === 'select' ? apart(context, lower) : lower();
}

/** Lowers what stands in a condition and does not decide it. */
function apart<T>(context: LoweringContext, lower: () => T): T {
  const { deciding } = context;
  context.deciding = 0;
  const lowered = lower();
  context.deciding = deciding;
  return lowered;
}

function lowerCondition(context: LoweringContext, scope: LoweringScope, bound: Bound.BoundPredicate): RelPredicate {
  const lower = (inner: Bound.BoundExpression): RelExpression => lowerExpression(context, scope, inner);
  switch (bound.kind) {
    case 'comparison': {
      const condition = deniedCondition(bound);
      if (condition) return { kind: 'not-true', operand: lowerPredicate(context, scope, condition) };
      return lowerComparison(context, scope, bound);
    }
    case 'between': {
      const low = lowerComparison(context, scope, bound.low);
      const high = lowerComparison(context, scope, bound.high);
      const operand = low.left;
      if (sameExpression(operand, high.left)) {
        return { kind: 'between', negated: bound.negated, operand, low: low.right, high: high.right };
      }
      const both: RelPredicate = { kind: 'logical', operator: 'AND', operands: [low, high] };
      return bound.negated ? { kind: 'not', operand: both } : both;
    }
    case 'in-list':
      return lowerInList(context, scope, bound);
    case 'in-query':
      return lowerInQuery(context, scope, bound);
    case 'quantified': {
      const { operator, quantifier, ...asked } = bound;
      if (operator === '=' && quantifier === 'ANY')
        return lowerInQuery(context, scope, { ...asked, kind: 'in-query', negated: false });
      if (operator === '<>' && quantifier === 'ALL')
        return lowerInQuery(context, scope, { ...asked, kind: 'in-query', negated: true });
      if (bound.collation !== undefined) return refused(context, 'ALL or ANY over texts', bound);
      return {
        kind: 'quantified',
        operator: bound.operator,
        quantifier: bound.quantifier,
        operand: lower(bound.operand),
        query: lowerQuery(context, scope, bound.query),
      };
    }
    case 'like':
      return lowerLike(context, scope, bound, lower);
    case 'is-null':
      return {
        kind: 'is-null',
        negated: bound.negated,
        // Whoever runs a load, there is a value.
        operand: bound.operand.kind === 'column' ? apart(context, () => lower(bound.operand)) : lower(bound.operand),
      };
    case 'is-distinct': {
      const [left, right] = textOperands(context, scope, bound.left, bound.right, bound.collation, '=');
      return { kind: 'is-distinct', negated: bound.negated, left, right };
    }
    case 'exists': {
      const same = sameValues(bound, false);
      if (same) return lowerPredicate(context, scope, same);
      return { kind: 'exists', query: withoutColumns(lowerAsked(context, scope, bound.query)) };
    }
    case 'logical':
      return {
        kind: 'logical',
        operator: bound.operator,
        operands: bound.operands.map((operand) => lowerPredicate(context, scope, operand)),
      };
    case 'not': {
      const differ = bound.operand.kind === 'exists' ? sameValues(bound.operand, true) : undefined;
      if (differ) return lowerPredicate(context, scope, differ);
      return { kind: 'not', operand: lowerPredicate(context, scope, bound.operand) };
    }
    case 'column-updated':
      return refused(context, 'UPDATE() of a trigger', bound);
    case 'error-predicate':
      return refused(context, 'what could not be bound', bound);
    default:
      return assertUnreachable(bound);
  }
}

/** The condition of `CASE WHEN condition THEN 1 ELSE 0 END = 0`: it is false or unknown. */
function deniedCondition({ operator, left, right }: Bound.BoundComparison): Bound.BoundPredicate | undefined {
  if (operator !== '=' || left.kind !== 'case' || !isNumber(right, 0n)) return undefined;
  const [branch] = left.branches;
  if (left.branches.length !== 1 || !branch || !left.otherwise) return undefined;
  return isNumber(branch.result, 1n) && isNumber(left.otherwise, 0n) ? branch.when : undefined;
}

function isNumber(expression: Bound.BoundExpression, value: bigint): boolean {
  return expression.kind === 'literal' && expression.value === value && expression.type.name === 'int';
}

type LoweredComparison = Extract<RelPredicate, { readonly kind: 'comparison' }>;

function lowerComparison(
  context: LoweringContext,
  scope: LoweringScope,
  bound: Bound.BoundComparison,
): LoweredComparison {
  const [left, right] = textOperands(context, scope, bound.left, bound.right, bound.collation, bound.operator);
  return bitComparison(bound.operator, left, right) ?? { kind: 'comparison', operator: bound.operator, left, right };
}

/** `bit = 1` converts the bit to int; for 0 and 1 the bit itself is compared. */
function bitComparison(
  operator: Bound.ComparisonOperator,
  left: RelExpression,
  right: RelExpression,
): LoweredComparison | undefined {
  if (left.kind !== 'cast' || left.operand.type.name !== 'bit' || right.kind !== 'literal') return undefined;
  if ((operator !== '=' && operator !== '<>') || (right.value !== 0n && right.value !== 1n)) return undefined;
  return { kind: 'comparison', operator, left: left.operand, right: { ...right, type: left.operand.type } };
}

function textOperands(
  context: LoweringContext,
  scope: LoweringScope,
  left: Bound.BoundExpression,
  right: Bound.BoundExpression,
  collation: string | undefined,
  operator: Bound.ComparisonOperator,
): readonly [RelExpression, RelExpression] {
  const lowered = [lowerExpression(context, scope, left), lowerExpression(context, scope, right)] as const;
  if (collation === undefined) {
    const use = operator === '=' || operator === '<>' ? 'equality' : 'order';
    const needsKeys = needsTypeKeys(lowered[0].type, lowered[1].type, use);
    if (!needsKeys || haveOneLength(context, scope, left, right)) return lowered;
    return typeKeys(lowered[0], lowered[1], use);
  }
  const make = operator === '=' || operator === '<>' ? equalityOperands : orderOperands;
  const [first = lowered[0], second = lowered[1]] = make(context, scope, [left, right], lowered, collation);
  return [first, second];
}

/** `x IN (a, b)`: one list where all comparisons came out alike, ORs otherwise. */
function lowerInList(context: LoweringContext, scope: LoweringScope, bound: Bound.BoundInList): RelPredicate {
  const [first] = bound.comparisons;
  const collation = first?.collation;
  const lowered =
    first && collation !== undefined && bound.comparisons.every((each) => each.collation === collation)
      ? textList(context, scope, first, bound.comparisons, collation)
      : bound.comparisons.map((comparison) => lowerComparison(context, scope, comparison));
  const operand = lowered[0]?.left;
  if (operand && lowered.every(({ left }) => sameExpression(left, operand))) {
    return { kind: 'in-list', negated: bound.negated, operand, values: lowered.map(({ right }) => right) };
  }
  const any: RelPredicate = { kind: 'logical', operator: 'OR', operands: lowered };
  return bound.negated ? { kind: 'not', operand: any } : any;
}

/** All values of the list are decided on together, so that the operand is written once. */
function textList(
  context: LoweringContext,
  scope: LoweringScope,
  first: Bound.BoundComparison,
  comparisons: readonly Bound.BoundComparison[],
  collation: string,
): readonly LoweredComparison[] {
  const texts = [first.left, ...comparisons.map(({ right }) => right)];
  const lowered = texts.map((text) => lowerExpression(context, scope, text));
  const [left, ...values] = equalityOperands(context, scope, texts, lowered, collation);
  return left ? values.map((right) => ({ kind: 'comparison', operator: '=', left, right })) : [];
}

function lowerInQuery(context: LoweringContext, scope: LoweringScope, bound: Bound.BoundInQuery): RelPredicate {
  const operand = lowerExpression(context, scope, bound.operand);
  const { collation, query: boundQuery } = bound;
  const query = lowerQuery(context, scope, boundQuery);
  const column = query.columns[0];
  const typed = collation === undefined && column && needsTypeKeys(operand.type, column.type, 'equality');
  if (collation === undefined && !typed) return { kind: 'in-query', negated: bound.negated, operand, query };
  const item = boundQuery.kind === 'select' ? boundQuery.select[0]?.expression : undefined;
  const inner = context.scopeOf(boundQuery);
  if (!item || !inner || query.kind !== 'select' || query.groupBy || query.limit || query.distinct) {
    // Of a grouped, limited or united query the keys are those of its result.
    if (!column) return refused(context, 'IN over this query', bound);
    const outer = overQuery(query, 'listed');
    const [first] = outer.select;
    if (!first) return refused(context, 'IN over this query', bound);
    const [left = operand, right = first.expression] =
      collation === undefined
        ? typeKeys(operand, first.expression, 'equality')
        : equalityOperands(
            context,
            inner ?? scope,
            [bound.operand, ...itemsOf(boundQuery)],
            [operand, first.expression],
            collation,
          );
    const select = [{ ...first, expression: right }];
    return { kind: 'in-query', negated: bound.negated, operand: left, query: { ...outer, select } };
  }
  const value = query.select[0];
  if (!value) return refused(context, 'IN over this query', bound);
  // The operand stands outside the query, its value inside: the inner scope sees both.
  const [left = operand, right = value.expression] =
    collation === undefined
      ? typeKeys(operand, value.expression, 'equality')
      : equalityOperands(context, inner, [bound.operand, item], [operand, value.expression], collation);
  return {
    kind: 'in-query',
    negated: bound.negated,
    operand: left,
    query: { ...query, select: [{ ...value, expression: right }] },
  };
}

/** The values of the first column, in every part of a union. */
function itemsOf(query: Bound.BoundQuery): readonly Bound.BoundExpression[] {
  if (query.kind === 'select') return query.select.slice(0, 1).map(({ expression }) => expression);
  return [...itemsOf(query.left), ...itemsOf(query.right)];
}

function refused(
  context: LoweringContext,
  construct: string,
  place: { readonly span: Bound.BoundPredicate['span'] },
): RelPredicate {
  const nothing = context.refuse(relationalDiagnostics.create('lower-unsupported', { construct }, place.span));
  return { kind: 'is-null', negated: false, operand: nothing };
}
