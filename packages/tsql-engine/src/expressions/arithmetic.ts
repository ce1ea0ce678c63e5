import { type SqlType, typeText } from '@datamigrate/catalog';
import type { Bound } from '@datamigrate/tsql-binder';
import { Refusal, sqlError } from '../errors/sql-error.js';
import { DAYS_TO_1900, LEGACY_TICKS_PER_DAY } from '../values/calendar.js';
import { convertValue, legacyTicks } from '../values/convert.js';
import { checked, divideRounding, pow10, rescale } from '../values/exact-numbers.js';
import { type SqlValue, scaleOf } from '../values/sql-value.js';
import type { Environment } from './environment.js';
import { evaluate } from './evaluate.js';

/** `+ - * / %` in the type that the binder has found. NULL on either side is NULL. */
export function arithmetic(node: Bound.BoundArithmetic, left: SqlValue, right: SqlValue): SqlValue {
  if (left === null || right === null) return null;
  if (typeof left === 'number' && typeof right === 'number') return floatArithmetic(node, left, right);
  if (typeof left !== 'bigint' || typeof right !== 'bigint') throw new Refusal(`Arithmetic of ${typeText(node.type)}`);
  const [sa, sb, scale] = [scaleOf(node.left.type), scaleOf(node.right.type), scaleOf(node.type)];
  if ((node.operator === '/' || node.operator === '%') && right === 0n) throw sqlError(8134);
  switch (node.operator) {
    case '+':
    case '-': {
      const common = Math.max(sa, sb);
      const [a, b] = [rescale(left, sa, common), rescale(right, sb, common)];
      return checked(rescale(node.operator === '+' ? a + b : a - b, common, scale), node.type);
    }
    case '*':
      return checked(rescale(left * right, sa + sb, scale), node.type);
    case '/': {
      // The quotient has `scale` digits behind its point, and the rest is cut off.
      const shift = scale + sb - sa;
      const value = shift >= 0 ? (left * pow10(shift)) / right : left / (right * pow10(-shift));
      return checked(value, node.type);
    }
    case '%': {
      const common = Math.max(sa, sb);
      const [a, b] = [rescale(left, sa, common), rescale(right, sb, common)];
      // The server computes the quotient too, and that overflows for the smallest number divided by -1.
      if (common === 0 && b === -1n) checked(-a, node.left.type);
      return checked(rescale(a % b, common, scale), node.type);
    }
  }
}

function floatArithmetic(node: Bound.BoundArithmetic, left: number, right: number): number {
  if (node.operator === '/' && right === 0) throw sqlError(8134);
  const result = { '+': left + right, '-': left - right, '*': left * right, '/': left / right, '%': left % right }[
    node.operator
  ];
  return checkedFloat(node.type.name === 'real' ? Math.fround(result) : result, node.type);
}

export function checkedFloat(value: number, type: SqlType): number {
  if (!Number.isFinite(value)) throw sqlError(8115, 'expression', type.name);
  return value;
}

export function negate(value: SqlValue, type: SqlType): SqlValue {
  if (typeof value === 'bigint') return checked(-value, type);
  return typeof value === 'number' ? -value : value;
}

const BITS: Readonly<Record<string, number | undefined>> = { tinyint: 8, smallint: 16, int: 32, bigint: 64 };

/** A whole number of a type from its bits; tinyint has no sign. */
function fromBits(value: bigint, type: SqlType): bigint {
  if (type.name === 'bit') return value & 1n;
  const bits = BITS[type.name] ?? 64;
  return type.name === 'tinyint' ? BigInt.asUintN(8, value) : BigInt.asIntN(bits, value);
}

export function bitwise(node: Bound.BoundBitwise, left: SqlValue, right: SqlValue): SqlValue {
  if (left === null || right === null) return null;
  if (typeof left !== 'bigint' || typeof right !== 'bigint')
    throw new Refusal(`${node.operator} of ${typeText(node.type)}`);
  switch (node.operator) {
    case '&':
      return left & right;
    case '|':
      return left | right;
    case '^':
      return left ^ right;
    default:
      return shift(left, node.operator === '<<' ? right : -right, node.type);
  }
}

/** Shifts fill with zeros on both sides; a negative distance shifts the other way. */
function shift(value: bigint, distance: bigint, type: SqlType): bigint {
  const bits = BITS[type.name] ?? 64;
  if (distance >= BigInt(bits) || distance <= -BigInt(bits)) return 0n;
  const unsigned = BigInt.asUintN(bits, value);
  return fromBits(distance >= 0n ? unsigned << distance : unsigned >> -distance, type);
}

export function bitwiseNot(value: SqlValue, type: SqlType): SqlValue {
  if (value === null) return null;
  if (typeof value !== 'bigint') throw new Refusal(`~ of ${typeText(type)}`);
  return fromBits(~value, type);
}

/** datetime and smalldatetime plus or minus days: both sides count from 1900. */
export function dateArithmetic(env: Environment, node: Bound.BoundDateArithmetic): SqlValue {
  const left = ticksSince1900(env, node.left);
  const right = ticksSince1900(env, node.right);
  if (left === null || right === null) return null;
  return legacyTicks(node.operator === '+' ? left + right : left - right, node.type);
}

function ticksSince1900(env: Environment, node: Bound.BoundExpression): bigint | null {
  // A number of days needs not be a date of the type itself.
  const operand = node.kind === 'cast' && node.implicit ? node.operand : node;
  const value = evaluate(env, operand);
  if (value === null) return null;
  switch (operand.type.name) {
    case 'datetime':
      return value as bigint;
    case 'smalldatetime':
      return ((value as bigint) / 100_000n) * 3n - BigInt(DAYS_TO_1900) * LEGACY_TICKS_PER_DAY;
    case 'float':
    case 'real': {
      if (Math.abs(value as number) > 3_000_000) throw sqlError(8115, 'expression', 'datetime');
      return BigInt(Math.floor((value as number) * Number(LEGACY_TICKS_PER_DAY) + 0.5));
    }
    default:
      if (typeof value === 'bigint') return divideRounding(value * LEGACY_TICKS_PER_DAY, pow10(scaleOf(operand.type)));
      return convertValue(value, operand.type, { name: 'datetime' }, { format: env.host.format }) as bigint;
  }
}
