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
  longer,
  plain,
  precedenceOf,
  type SqlType,
  type StringType,
  string,
  typeText,
} from '@datamigrate/catalog';
import type { Ast } from '@datamigrate/tsql-syntax';
import type { BinderContext } from '../binder-context.js';
import type { BoundExpression } from '../tree/expression.js';
import { errorExpression, isNullLiteral, spanFrom } from '../tree/make.js';
import { combineCollations } from './collation.js';
import { convertImplicitly } from './convert.js';

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
      context.report('bind-invalid-operand', { type: 'float', operator: OPERATION[operator] }, node);
      return undefined;
    }
    return a.name === 'float' || b.name === 'float' ? plain('float') : plain('real');
  }
  if (a.name === 'decimal' || b.name === 'decimal') {
    return decimalArithmetic(operator, decimalOf(left, a), decimalOf(right, b));
  }
  const winner = precedenceOf(a) <= precedenceOf(b) ? a : b;
  if (winner.name === 'bit') {
    context.report('bind-invalid-operand', { type: 'bit', operator: OPERATION[operator] }, node);
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
  const otherIsDate = isDateOrTime(left.type) && isDateOrTime(right.type);
  const legacy = isLegacyDateTime(left.type) || isLegacyDateTime(right.type);
  if (
    (operator !== '+' && operator !== '-') ||
    !isLegacyDateTime(dominant) ||
    (otherIsDate && !(isLegacyDateTime(left.type) && isLegacyDateTime(right.type))) ||
    !legacy
  ) {
    context.report('bind-invalid-operand', { type: typeText(dominant), operator: OPERATION[operator] }, node);
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

function asText(context: BinderContext, expression: BoundExpression): BoundExpression {
  return isCharacter(expression.type) || familyOf(expression.type) === 'binary'
    ? expression
    : convertImplicitly(context, expression, string('varchar', 8000));
}

function concatenate(
  context: BinderContext,
  left: BoundExpression,
  right: BoundExpression,
  node: Place,
  nullYieldsNull: boolean,
): BoundExpression {
  const type = concatenationType(left.type, right.type);
  const [a, b] = isCharacter(type) ? [toFamily(context, left, type), toFamily(context, right, type)] : [left, right];
  const collation = combineCollations(context, [a, b], node);
  return {
    kind: 'concatenation',
    type,
    nullable: nullYieldsNull && (left.nullable || right.nullable),
    collation,
    span: spanFrom(node),
    left: a,
    right: b,
    nullYieldsNull,
  };
}

/** varchar beside nvarchar becomes nvarchar of its own length; NULL becomes text. */
function toFamily(context: BinderContext, operand: BoundExpression, result: SqlType): BoundExpression {
  if (isNullLiteral(operand)) return convertImplicitly(context, operand, result);
  if (!isCharacter(operand.type)) return convertImplicitly(context, operand, result);
  const unicode = result.name === 'nvarchar' || result.name === 'nchar';
  const narrow = operand.type.name === 'varchar' || operand.type.name === 'char';
  if (!unicode || !narrow) return operand;
  const { length, name } = operand.type as StringType;
  const capped = length === 'max' ? 'max' : Math.min(length, 4000);
  return convertImplicitly(
    context,
    operand,
    string(name === 'char' && capped !== 'max' ? 'nchar' : 'nvarchar', capped),
  );
}

/** Lengths add up, to 8000 bytes or 4000 characters at most unless one side is max. */
function concatenationType(a: SqlType, b: SqlType): SqlType {
  if (!isCharacter(a) && !isCharacter(b)) {
    const length = longer(sizeOf(a), sizeOf(b));
    return { name: 'varbinary', length: length === 'max' ? 'max' : Math.min(8000, addLengths(sizeOf(a), sizeOf(b))) };
  }
  const unicode = [a, b].some((type) => type.name === 'nvarchar' || type.name === 'nchar' || type.name === 'ntext');
  const limit = unicode ? 4000 : 8000;
  const [la, lb] = [sizeOf(a), sizeOf(b)];
  const fixed = (a.name === 'char' || a.name === 'nchar') && (b.name === 'char' || b.name === 'nchar');
  if (la === 'max' || lb === 'max') return string(unicode ? 'nvarchar' : 'varchar', 'max');
  const length = Math.max(1, Math.min(limit, la + lb));
  if (fixed) return string(unicode ? 'nchar' : 'char', length);
  return string(unicode ? 'nvarchar' : 'varchar', length);
}

function sizeOf(type: SqlType): number | 'max' {
  return 'length' in type
    ? type.length
    : type.name === 'text' || type.name === 'ntext' || type.name === 'image'
      ? 'max'
      : 0;
}

function addLengths(a: number | 'max', b: number | 'max'): number {
  return (a === 'max' ? 8000 : a) + (b === 'max' ? 8000 : b);
}

function bindBitwise(
  context: BinderContext,
  operator: '&' | '|' | '^' | '<<' | '>>',
  left: BoundExpression,
  right: BoundExpression,
  node: Place,
): BoundExpression {
  const shift = operator === '<<' || operator === '>>';
  const candidates = [left.type, right.type].filter((type) => familyOf(type) === 'integer' || familyOf(type) === 'bit');
  const [first = plain('int'), second = first] = candidates;
  const winner = shift ? first : precedenceOf(first) <= precedenceOf(second) ? first : second;
  for (const side of [left, right]) {
    const family = familyOf(side.type);
    if (
      family !== 'integer' &&
      family !== 'bit' &&
      family !== 'binary' &&
      !isNullLiteral(side) &&
      !isCharacter(side.type)
    ) {
      context.report('bind-invalid-operand', { type: typeText(side.type), operator: `'${operator}'` }, node);
      return errorExpression(node);
    }
  }
  return {
    kind: 'bitwise',
    type: winner,
    nullable: left.nullable || right.nullable,
    span: spanFrom(node),
    operator,
    left: convertImplicitly(context, left, winner),
    right: shift ? right : convertImplicitly(context, right, winner),
  };
}

/** `-x`, `+x`, `~x`. A sign before a number literal belongs to the literal. */
export function bindUnary(
  context: BinderContext,
  operator: '+' | '-' | '~',
  operand: BoundExpression,
  node: Place,
): BoundExpression {
  if (operand.kind === 'error') return operand;
  const span = spanFrom(node);
  if (operator === '+') return operand;
  if (operator === '~') return { kind: 'bitwise-not', type: operand.type, nullable: operand.nullable, span, operand };
  if (operand.kind === 'literal') {
    if (typeof operand.value === 'bigint') return negatedLiteral(operand.type, operand.value, span);
    if (typeof operand.value === 'number') return { ...operand, value: -operand.value, span };
  }
  if (!isNumeric(operand.type) && !isCharacter(operand.type) && !isNullLiteral(operand)) {
    context.report('bind-invalid-operand', { type: typeText(operand.type), operator: 'minus' }, node);
    return errorExpression(node);
  }
  const value = isNumeric(operand.type) ? operand : convertImplicitly(context, operand, plain('int'));
  const type = value.type.name === 'bit' || value.type.name === 'tinyint' ? plain('int') : value.type;
  return { kind: 'negation', type, nullable: value.nullable, span, operand: convertImplicitly(context, value, type) };
}

/** -2147483648 is an int, although 2147483648 alone is numeric. */
function negatedLiteral(type: SqlType, value: bigint, span: Place): BoundExpression {
  const isInt = type.name === 'decimal' && type.scale === 0 && value === 2147483648n;
  return { kind: 'literal', type: isInt ? plain('int') : type, nullable: false, value: -value, span };
}
