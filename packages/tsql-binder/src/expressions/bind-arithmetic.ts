import {
  asDecimal,
  type DecimalType,
  decimal,
  decimalArithmetic,
  familyOf,
  isCharacter,
  isDateOrTime,
  isLegacyDateTime,
  isNumeric,
  plain,
  precedenceOf,
  type SqlType,
  typeText,
} from '@datamigrate/catalog';
import type { Ast } from '@datamigrate/tsql-syntax';
import type { BinderContext } from '../binder-context.js';
import type { BoundExpression } from '../tree/expression.js';
import { errorExpression, isNullLiteral, spanFrom } from '../tree/make.js';
import { bindBitwise } from './bind-bitwise.js';
import { asText, concatenate } from './bind-concatenation.js';
import { convertImplicitly } from './convert.js';
import { reportIncompatible } from './incompatible-operands.js';

type Operator = Ast.BinaryExpression['operator'];
type Place = { readonly start: number; readonly end: number };

/** A binary operator over two bound operands: which operation it is follows from their types. */
export function bindBinary(
  context: BinderContext,
  operator: Operator,
  left: BoundExpression,
  right: BoundExpression,
  node: Place,
): BoundExpression {
  if (left.kind === 'error' || right.kind === 'error') return errorExpression(node);
  switch (operator) {
    case '+':
    case '-':
    case '*':
    case '/':
    case '%':
      return bindArithmetic(context, operator, left, right, node);
    case '||':
      return concatenate(context, asText(context, left), asText(context, right), node, true);
    default:
      return bindBitwise(context, operator, left, right, node);
  }
}

function bindArithmetic(
  context: BinderContext,
  operator: '+' | '-' | '*' | '/' | '%',
  left: BoundExpression,
  right: BoundExpression,
  node: Place,
): BoundExpression {
  if (
    operator === '+' &&
    textual(left) &&
    textual(right) &&
    (isCharacter(left.type) || isCharacter(right.type) || bothBinary(left, right))
  ) {
    return concatenate(context, left, right, node, context.settings.concatNullYieldsNull);
  }
  const dominant = precedenceOf(left.type) <= precedenceOf(right.type) ? left.type : right.type;
  if (isDateOrTime(dominant)) return bindDateArithmetic(context, operator, left, right, node, dominant);
  const type = numericResult(context, operator, left, right, node);
  if (!type) return errorExpression(node);
  return {
    kind: 'arithmetic',
    type,
    nullable: left.nullable || right.nullable,
    span: spanFrom(node),
    operator,
    left: arithmeticOperand(context, left, type),
    right: arithmeticOperand(context, right, type),
  };
}

function textual(expression: BoundExpression): boolean {
  return isCharacter(expression.type) || familyOf(expression.type) === 'binary' || isNullLiteral(expression);
}

function bothBinary(left: BoundExpression, right: BoundExpression): boolean {
  return familyOf(left.type) === 'binary' && familyOf(right.type) === 'binary';
}

/** Type of a numeric operation, or undefined (reported) where there is none. */
function numericResult(
  context: BinderContext,
  operator: '+' | '-' | '*' | '/' | '%',
  left: BoundExpression,
  right: BoundExpression,
  node: Place,
): SqlType | undefined {
  const [a, b] = [numericSide(left, right), numericSide(right, left)];
  for (const type of [a, b]) {
    if (!isNumeric(type)) {
      context.report('bind-invalid-operand', { type: typeText(type), operator: OPERATION[operator] }, node);
      return undefined;
    }
  }
  if (familyOf(a) === 'approximate' || familyOf(b) === 'approximate') {
    if (operator === '%') {
      if (a.name === b.name)
        context.report('bind-invalid-operand', { type: a.name, operator: OPERATION[operator] }, node);
      else reportIncompatible(context, a, b, OPERATION[operator], node);
      return undefined;
    }
    return a.name === 'float' || b.name === 'float' ? plain('float') : plain('real');
  }
  if (a.name === 'decimal' || b.name === 'decimal') {
    return decimalArithmetic(operator, decimalOf(left, a), decimalOf(right, b));
  }
  const winner = precedenceOf(a) <= precedenceOf(b) ? a : b;
  if (winner.name === 'bit') {
    reportIncompatible(context, a, b, OPERATION[operator], node);
    return undefined;
  }
  return winner;
}

const OPERATION = { '+': 'add', '-': 'subtract', '*': 'multiply', '/': 'divide', '%': 'modulo' } as const;

/** Text and NULL beside a number take the number's type; two of them are int. */
function numericSide(side: BoundExpression, other: BoundExpression): SqlType {
  if (!isCharacter(side.type) && !isNullLiteral(side)) return side.type;
  return isCharacter(other.type) || isNullLiteral(other)
    ? isCharacter(side.type)
      ? side.type
      : plain('int')
    : other.type;
}

/** An int literal beside a decimal has as many digits as are written; anything else has its type's. */
export function decimalOf(expression: BoundExpression, type: SqlType): DecimalType {
  if (expression.kind === 'literal' && expression.type.name === 'int' && typeof expression.value === 'bigint') {
    return decimal(Math.max(1, expression.value.toString().replace('-', '').length), 0);
  }
  return asDecimal(type) ?? decimal(38, 0);
}

/** Operands of one family are taken as they are: the operation knows what to do with two integers or two decimals. */
function arithmeticOperand(context: BinderContext, operand: BoundExpression, result: SqlType): BoundExpression {
  const family = familyOf(operand.type);
  if (result.name === 'decimal' && (family === 'decimal' || family === 'integer' || family === 'money')) return operand;
  if (result.name === 'decimal' && isCharacter(operand.type)) return convertImplicitly(context, operand, result);
  return convertImplicitly(context, operand, result);
}

/** datetime ± number, and datetime ± datetime; the newer types know neither. */
function bindDateArithmetic(
  context: BinderContext,
  operator: '+' | '-' | '*' | '/' | '%',
  left: BoundExpression,
  right: BoundExpression,
  node: Place,
  dominant: SqlType,
): BoundExpression {
  const additive = operator === '+' || operator === '-';
  if (!additive || ![left.type, right.type].filter(isDateOrTime).every(isLegacyDateTime)) {
    reportDateArithmetic(context, operator, left, right, node);
    return errorExpression(node);
  }
  return {
    kind: 'date-arithmetic',
    type: dominant,
    nullable: left.nullable || right.nullable,
    span: spanFrom(node),
    operator,
    left: convertImplicitly(context, left, dominant),
    right: convertImplicitly(context, right, dominant),
  };
}

/** What is wrong with an operation on a date: SQL Server tells apart how far a conversion would have got. */
function reportDateArithmetic(
  context: BinderContext,
  operator: '+' | '-' | '*' | '/' | '%',
  left: BoundExpression,
  right: BoundExpression,
  node: Place,
): void {
  const [date, other] = isDateOrTime(left.type) ? [left.type, right.type] : [right.type, left.type];
  const legacy = isLegacyDateTime(date);
  const operation = OPERATION[operator];
  if (isNumeric(other) && !legacy) {
    context.report('bind-type-clash', { source: typeText(date), target: typeText(other) }, node);
  } else if (isNumeric(other) && operator !== '%') {
    context.report('bind-explicit-conversion-needed', { source: typeText(date), target: typeText(other) }, node);
  } else if (isNumeric(other) || (isDateOrTime(other) && other.name !== date.name) || (isCharacter(other) && !legacy)) {
    reportIncompatible(context, left.type, right.type, operation, node);
  } else {
    context.report('bind-invalid-operand', { type: typeText(date), operator: operation }, node);
  }
}
