import { type SqlType, typeText } from '@datamigrate/catalog';
import { Refusal, sqlError } from '../errors/sql-error.js';
import { DAYS_TO_1900, floorDivide, LEGACY_TICKS_PER_DAY } from './calendar.js';
import { divideRounding, fits, fromFloat, pow10, rescale, rescaleTruncating, toFloat } from './exact-numbers.js';
import { parseBit, parseDecimal, parseFloatText, parseInteger, parseMoney } from './parse-number.js';
import { type SqlValue, scaleOf } from './sql-value.js';

/** Conversions to bit, whole numbers, decimal, money, float and real. */
export function toNumber(value: SqlValue, source: SqlType, target: SqlType): SqlValue {
  if (typeof value === 'string') return fromText(value, source, target);
  if (value instanceof Uint8Array) return fromBytes(value, source, target);
  if (typeof value === 'number') return fromFloatValue(value, source, target);
  if (typeof value !== 'bigint') throw new Refusal(`A conversion of ${source.name} to ${target.name}`);
  if (source.name === 'datetime' || source.name === 'smalldatetime') return fromLegacyMoment(value, source, target);
  return fromExact(value, source, target);
}

function fromText(text: string, source: SqlType, target: SqlType): SqlValue {
  switch (target.name) {
    case 'bit':
      return parseBit(text, source);
    case 'decimal':
      return parseDecimal(text, target, source);
    case 'money':
    case 'smallmoney':
      return parseMoney(text, target, source);
    case 'float':
      return parseFloatText(text, source, target);
    case 'real': {
      const value = Math.fround(parseFloatText(text, source, target));
      if (!Number.isFinite(value)) throw sqlError(8115, source.name, 'real');
      return value;
    }
    default:
      return parseInteger(text, target, source);
  }
}

/** Decimals and floats are cut to whole numbers, money is rounded. */
function fromExact(value: bigint, source: SqlType, target: SqlType): SqlValue {
  const scale = scaleOf(source);
  switch (target.name) {
    case 'bit':
      return value === 0n ? 0n : 1n;
    case 'float':
      return toFloat(value, scale);
    case 'real':
      return Math.fround(toFloat(value, scale));
    case 'decimal':
    case 'money':
    case 'smallmoney': {
      const result = rescale(value, scale, scaleOf(target));
      if (!fits(result, target)) {
        throw sqlError(8115, numericName(source), numericName(target));
      }
      return result;
    }
    default: {
      const whole = source.name === 'decimal' ? rescaleTruncating(value, scale, 0) : rescale(value, scale, 0);
      if (!fits(whole, target)) throw overflow(whole, source, target);
      return whole;
    }
  }
}

/** The error of a whole number that is too big depends on where it comes from. */
function overflow(value: bigint, source: SqlType, target: SqlType): Error {
  switch (source.name) {
    case 'money':
    case 'smallmoney':
      return sqlError(237, target.name);
    case 'decimal':
      return sqlError(8115, 'numeric', target.name);
    default:
      return target.name === 'int' || target.name === 'bigint'
        ? sqlError(8115, 'expression', target.name)
        : sqlError(220, target.name, value.toString());
  }
}

function numericName(type: SqlType): string {
  return type.name === 'decimal' ? 'numeric' : typeText(type);
}

function fromFloatValue(value: number, source: SqlType, target: SqlType): SqlValue {
  switch (target.name) {
    case 'bit':
      return value === 0 ? 0n : 1n;
    case 'float':
      return value;
    case 'real': {
      const result = Math.fround(value);
      if (!Number.isFinite(result)) throw sqlError(232, 'real', value);
      return result;
    }
    case 'decimal':
    case 'money':
    case 'smallmoney': {
      const result = fromFloat(value, scaleOf(target));
      if (!fits(result, target)) throw sqlError(8115, source.name, numericName(target));
      return result;
    }
    default: {
      const whole = BigInt(Math.trunc(value));
      if (!fits(whole, target)) throw sqlError(target.name === 'bigint' ? 8115 : 232, target.name, value);
      return whole;
    }
  }
}

/** Days since 1900 with their fraction; whole numbers are rounded at noon. */
function fromLegacyMoment(value: bigint, source: SqlType, target: SqlType): SqlValue {
  const ticks =
    source.name === 'datetime' ? value : (value / 100_000n) * 3n - BigInt(DAYS_TO_1900) * LEGACY_TICKS_PER_DAY;
  switch (target.name) {
    case 'float':
      return Number(ticks) / Number(LEGACY_TICKS_PER_DAY);
    case 'real':
      return Math.fround(Number(ticks) / Number(LEGACY_TICKS_PER_DAY));
    case 'bit':
      return ticks === 0n ? 0n : 1n;
    case 'decimal':
    case 'money':
    case 'smallmoney': {
      const result = divideRounding(ticks * pow10(scaleOf(target)), LEGACY_TICKS_PER_DAY);
      if (!fits(result, target)) throw sqlError(8115, source.name, numericName(target));
      return result;
    }
    default: {
      const days = floorDivide(ticks * 2n + LEGACY_TICKS_PER_DAY, LEGACY_TICKS_PER_DAY * 2n);
      if (!fits(days, target)) throw sqlError(8115, source.name, target.name);
      return days;
    }
  }
}

const SIZES: Readonly<Record<string, number | undefined>> = {
  bit: 1,
  tinyint: 1,
  smallint: 2,
  int: 4,
  bigint: 8,
  money: 8,
  smallmoney: 4,
};

/** The last bytes, big end first. */
function fromBytes(bytes: Uint8Array, source: SqlType, target: SqlType): SqlValue {
  const size = SIZES[target.name];
  if (size === undefined) {
    if (target.name === 'decimal') return fromDecimalBytes(bytes, target);
    throw new Refusal(`A conversion of ${source.name} to ${target.name}`);
  }
  if (target.name === 'bit') return bytes.some((byte) => byte !== 0) ? 1n : 0n;
  let value = 0n;
  const used = bytes.slice(-size);
  for (const byte of used) value = (value << 8n) | BigInt(byte);
  return target.name === 'tinyint' ? value : BigInt.asIntN(size * 8, value);
}

function fromDecimalBytes(bytes: Uint8Array, target: SqlType & { name: 'decimal' }): bigint {
  const [precision = 0, scale = 0, , sign = 1] = bytes;
  if (bytes.length < 5 || precision > 38 || scale > precision) throw sqlError(8114, 'varbinary', 'numeric');
  let value = 0n;
  for (const byte of bytes.slice(4).reverse()) value = (value << 8n) | BigInt(byte);
  const result = rescale(sign === 1 ? value : -value, scale, target.scale);
  if (!fits(result, target)) throw sqlError(8115, 'varbinary', 'numeric');
  return result;
}
