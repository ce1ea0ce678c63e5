import { plain } from '@datamigrate/catalog';
import type { BinderContext } from '../binder-context.js';
import { makeCase, unifyExpressions } from '../expressions/bind-case.js';
import { comparisonCollation, unifiedCollation } from '../expressions/collation.js';
import { convertImplicitly } from '../expressions/convert.js';
import { toComparable } from '../predicates/bind-comparison.js';
import type { BoundCall, BoundExpression } from '../tree/expression.js';
import { isNullLiteral, spanFrom } from '../tree/make.js';
import type { BoundPredicate } from '../tree/predicate.js';

type Place = { readonly start: number; readonly end: number };

/** COALESCE: the unified type of its arguments, each converted to it. */
export function bindCoalesce(context: BinderContext, args: readonly BoundExpression[], node: Place): BoundExpression {
  const type = unifyExpressions(args);
  return {
    kind: 'call',
    function: 'COALESCE',
    type,
    nullable: args.every((argument) => argument.nullable),
    collation: unifiedCollation(context, args, type, node),
    span: spanFrom(node),
    arguments: args.map((argument) => convertImplicitly(context, argument, type)),
  };
}

/** ISNULL: type, length and collation of the first argument; only a bare NULL leaves them to the second. */
export function bindIsNull(context: BinderContext, args: readonly BoundExpression[], node: Place): BoundExpression {
  const [first, second] = args as [BoundExpression, BoundExpression];
  const untyped = isNullLiteral(first) && first.type.name === 'null';
  const type = untyped ? (second.type.name === 'null' ? plain('int') : second.type) : first.type;
  return {
    kind: 'call',
    function: 'ISNULL',
    type,
    nullable: first.nullable && second.nullable,
    collation: untyped ? second.collation : first.collation,
    span: spanFrom(node),
    arguments: [convertImplicitly(context, first, type), convertImplicitly(context, second, type)],
  };
}

/** NULLIF compares as `=` does and keeps the first argument's type: CASE WHEN a = b THEN NULL ELSE a END. */
export function bindNullIf(context: BinderContext, args: readonly BoundExpression[], node: Place): BoundExpression {
  const [first, second] = args as [BoundExpression, BoundExpression];
  const [left, right] = toComparable(context, first, second, node);
  const collation = comparisonCollation(context, left, right, node);
  const when: BoundPredicate = { kind: 'comparison', span: spanFrom(node), operator: '=', left, right, collation };
  const none: BoundExpression = {
    kind: 'literal',
    type: first.type,
    nullable: true,
    value: null,
    span: spanFrom(node),
  };
  return {
    ...makeCase(context, [{ when, result: none }], first, node),
    type: first.type,
    collation: first.collation,
    nullable: true,
  };
}

/** IIF(condition, a, b) is CASE. */
export function bindIif(
  context: BinderContext,
  condition: BoundPredicate,
  args: readonly BoundExpression[],
  node: Place,
): BoundExpression {
  const [yes, no] = args as [BoundExpression, BoundExpression];
  return makeCase(context, [{ when: condition, result: yes }], no, node);
}

/** CHOOSE(i, a, b, …): the index is cut to a whole number; the type is that of all choices. */
export function bindChoose(context: BinderContext, args: readonly BoundExpression[], node: Place): BoundExpression {
  const [index, ...choices] = args as [BoundExpression, ...BoundExpression[]];
  const type = unifyExpressions(choices);
  const call: BoundCall = {
    kind: 'call',
    function: 'CHOOSE',
    type,
    nullable: true,
    collation: unifiedCollation(context, choices, type, node),
    span: spanFrom(node),
    arguments: [
      convertImplicitly(context, index, plain('int')),
      ...choices.map((choice) => convertImplicitly(context, choice, type)),
    ],
  };
  return call;
}

/** GREATEST and LEAST: compared and given in the unified type; NULLs do not take part. */
export function bindExtreme(
  context: BinderContext,
  name: 'GREATEST' | 'LEAST',
  args: readonly BoundExpression[],
  node: Place,
): BoundExpression {
  const type = unifyExpressions(args);
  return {
    kind: 'call',
    function: name,
    type,
    nullable: args.every((argument) => argument.nullable),
    collation: unifiedCollation(context, args, type, node),
    span: spanFrom(node),
    arguments: args.map((argument) => convertImplicitly(context, argument, type)),
  };
}
