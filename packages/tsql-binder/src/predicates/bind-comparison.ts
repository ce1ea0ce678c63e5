import {
  conversionBetween,
  type FractionalTimeType,
  familyOf,
  fractional,
  isCharacter,
  isDateOrTime,
  isUnicode,
  precedenceOf,
  type SqlType,
  type StringType,
  sameType,
  string,
  typeText,
  unify,
} from '@datamigrate/catalog';
import type { BinderContext } from '../binder-context.js';
import { comparisonCollation } from '../expressions/collation.js';
import { convertImplicitly } from '../expressions/convert.js';
import { reportIncompatible } from '../expressions/incompatible-operands.js';
import type { BoundExpression } from '../tree/expression.js';
import { isNullLiteral, spanFrom } from '../tree/make.js';
import type { BoundComparison, ComparisonOperator } from '../tree/predicate.js';

/** Two values compared: the one of lower precedence is converted, columns included. */
export function bindComparison(
  context: BinderContext,
  operator: ComparisonOperator,
  left: BoundExpression,
  right: BoundExpression,
  node: { readonly start: number; readonly end: number },
): BoundComparison {
  const [a, b] = toComparable(context, left, right, node);
  const collation = comparisonCollation(context, a, b, node);
  return { kind: 'comparison', span: spanFrom(node), operator, left: a, right: b, collation };
}

/** Both sides in a form in which they can be compared as they are. */
export function toComparable(
  context: BinderContext,
  left: BoundExpression,
  right: BoundExpression,
  node: { readonly start: number; readonly end: number },
): [BoundExpression, BoundExpression] {
  if (left.kind === 'error' || right.kind === 'error') return [left, right];
  // `x = NULL` never converts x.
  if (isNullLiteral(left)) return [typed(left, right.type), right];
  if (isNullLiteral(right)) return [left, typed(right, left.type)];
  if (isLegacyText(left.type) || isLegacyText(right.type) || isTimeOfDateOnly(left.type, right.type)) {
    reportIncompatible(context, left.type, right.type, 'comparison', node);
    return [left, right];
  }
  if (!isComparable(left.type) || !isComparable(right.type)) {
    const type = isComparable(left.type) ? right.type : left.type;
    context.report('bind-invalid-operand', { type: typeText(type), operator: 'comparison' }, node);
    return [left, right];
  }
  if (alike(left.type, right.type)) return [left, right];
  if (isCharacter(left.type) && isCharacter(right.type))
    return [toUnicode(context, left, right), toUnicode(context, right, left)];
  const target = comparisonType(left.type, right.type);
  return [convertImplicitly(context, left, target), convertImplicitly(context, right, target)];
}

function typed(literal: BoundExpression, type: SqlType): BoundExpression {
  return literal.type.name === 'null' ? { ...literal, type } : literal;
}

function isLegacyText({ name }: SqlType): boolean {
  return name === 'text' || name === 'ntext' || name === 'image';
}

/** Dates and times of day have nothing in common. */
function isTimeOfDateOnly(a: SqlType, b: SqlType): boolean {
  return (a.name === 'date' && b.name === 'time') || (a.name === 'time' && b.name === 'date');
}

function isComparable(type: SqlType): boolean {
  return !['xml', 'json', 'geometry', 'geography'].includes(type.name);
}

/** Pairs whose values can be compared without converting either: exact numbers with each other, text of one kind. */
function alike(a: SqlType, b: SqlType): boolean {
  if (sameType(a, b)) return true;
  const [fa, fb] = [familyOf(a), familyOf(b)];
  const exact = (family: string): boolean => family === 'integer' || family === 'decimal' || family === 'money';
  if (exact(fa) && exact(fb)) return true;
  if (fa === 'character' && fb === 'character') return isUnicode(a) === isUnicode(b);
  if (fa === 'binary' && fb === 'binary') return true;
  return a.name === b.name && !isDateOrTime(a);
}

function toUnicode(context: BinderContext, expression: BoundExpression, other: BoundExpression): BoundExpression {
  if (isUnicode(expression.type) || !isUnicode(other.type)) return expression;
  const { length } = expression.type as StringType;
  return convertImplicitly(context, expression, string('nvarchar', length === 'max' ? 'max' : Math.min(4000, length)));
}

function isFractional(type: SqlType): type is FractionalTimeType {
  return type.name === 'time' || type.name === 'datetime2' || type.name === 'datetimeoffset';
}

function comparisonType(a: SqlType, b: SqlType): SqlType {
  const winner = precedenceOf(a) <= precedenceOf(b) ? a : b;
  const loser = winner === a ? b : a;
  // Text beside a number, date or guid takes that type as it is; unification would only change its parameters.
  if (isCharacter(loser) && !isCharacter(winner))
    return conversionBetween(loser, winner) === 'implicit' ? winner : unify(a, b);
  // A datetime is worth thirds of a millisecond here, which only seven digits show.
  if (isFractional(winner) && loser.name === 'datetime') return fractional(winner.name, 7);
  return unify(a, b);
}
