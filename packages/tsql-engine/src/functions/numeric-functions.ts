import type { SqlType } from '@datamigrate/catalog';
import { Refusal, sqlError } from '../errors/sql-error.js';
import { abs, checked, fits, fromFloat, pow10, rescale, rescaleTruncating, toFloat } from '../values/exact-numbers.js';
import { moneyOf } from '../values/parse-number.js';
import { type SqlValue, scaleOf } from '../values/sql-value.js';
import { asInteger, type Call, type FunctionBody, strict } from './call.js';
import { isChance } from './is-chance.js';

/** A function of floats that has no value for some of them (3623). */
function float(body: (x: number, y: number) => number): FunctionBody {
  return strict(([x, y]) => {
    const result = body(x as number, (y as number | undefined) ?? Number.NaN);
    if (Number.isNaN(result)) throw sqlError(3623);
    if (!Number.isFinite(result)) throw sqlError(8115, 'expression', 'float');
    return result;
  });
}

/** A value brought into the function's own type, which may be wider than the argument's. */
function widened(value: SqlValue, call: Call): SqlValue {
  const { type } = call;
  const source = call.typeOf(0);
  if (typeof value === 'bigint' && (type.name === 'float' || type.name === 'real'))
    return toFloat(value, scaleOf(source));
  return value;
}

/** A negative number has ones in front, as many as its type has room for. */
function bitsOf(value: SqlValue, { name }: SqlType): bigint {
  const width = WIDTHS[name];
  if (width === undefined || typeof value !== 'bigint') throw new Refusal(`BIT_COUNT of ${name}`);
  const ones = BigInt.asUintN(width, value).toString(2).replaceAll('0', '');
  return BigInt(ones.length);
}

const WIDTHS: Readonly<Record<string, number | undefined>> = { bit: 1, tinyint: 8, smallint: 16, int: 32, bigint: 64 };

export const NUMERIC_FUNCTIONS = {
  ABS: strict(([value], call) => {
    const x = widened(value ?? null, call);
    return typeof x === 'bigint' ? checked(abs(x), call.type) : Math.abs(x as number);
  }),
  ACOS: float((x) => Math.acos(x)),
  ASIN: float((x) => Math.asin(x)),
  ATAN: float((x) => Math.atan(x)),
  ATN2: float((y, x) => Math.atan2(y, x)),
  BIT_COUNT: strict(([value], call) => bitsOf(value ?? null, call.typeOf(0))),
  CEILING: strict(([value], call) => wholeNumber(widened(value ?? null, call), call, 1n)),
  COS: float((x) => Math.cos(x)),
  COT: float((x) => {
    if (x === 0) throw sqlError(8134);
    return 1 / Math.tan(x);
  }),
  DEGREES: strict(([value], call) => angle(value ?? null, call, 180 / Math.PI)),
  EXP: float((x) => Math.exp(x)),
  FLOOR: strict(([value], call) => wholeNumber(widened(value ?? null, call), call, -1n)),
  ISNUMERIC: (call) => (isNumericValue(call.value(0), call) ? 1n : 0n),
  LOG: strict((args) => {
    const [x, base] = args as number[];
    if (x === undefined || x <= 0 || (base !== undefined && (base <= 0 || base === 1))) throw sqlError(3623);
    return base === undefined ? Math.log(x) : logarithm(x, base);
  }),
  LOG10: float((x) => (x <= 0 ? Number.NaN : Math.log10(x))),
  PI: () => Math.PI,
  POWER: strict(([base, exponent], call) => power(base ?? null, exponent as number, call)),
  RADIANS: strict(([value], call) => angle(value ?? null, call, Math.PI / 180)),
  RAND: (call) => {
    const [seed] = call.node.arguments;
    // A seed by chance gives another number by chance, in every row.
    if (seed && isChance(seed)) return Number(BigInt.asUintN(32, asInteger(call.value(0)))) / 2 ** 32;
    if (call.count > 0 && call.value(0) !== null) throw new Refusal('RAND(seed)');
    return call.env.host.random();
  },
  ROUND: strict(([value, digits, truncate], call) =>
    round(widened(value ?? null, call), Number(asInteger(digits)), truncate !== undefined && truncate !== 0n, call),
  ),
  SIGN: strict(([value], call) => {
    const x = widened(value ?? null, call);
    if (typeof x === 'number') return Math.sign(x);
    const unit = pow10(scaleOf(call.type));
    return x === 0n ? 0n : (x as bigint) > 0n ? checked(unit, call.type) : -unit;
  }),
  SIN: float((x) => Math.sin(x)),
  SQRT: float((x) => Math.sqrt(x)),
  SQUARE: float((x) => x * x),
  TAN: float((x) => Math.tan(x)),
} as const satisfies Record<string, FunctionBody>;

/** log(8, 2) is 3 exactly. */
function logarithm(x: number, base: number): number {
  return Math.log(x) / Math.log(base);
}

function wholeNumber(value: SqlValue, call: Call, direction: 1n | -1n): SqlValue {
  if (typeof value === 'number') return direction === 1n ? Math.ceil(value) : Math.floor(value);
  const source = call.typeOf(0);
  const scale = scaleOf(source);
  const x = value as bigint;
  const unit = pow10(scale);
  let whole = x / unit;
  if (x % unit !== 0n && x > 0n === (direction === 1n)) whole += direction;
  return checked(whole * pow10(scaleOf(call.type)), call.type);
}

/** Keeps the type and its scale; a number that grows out of it overflows. */
function round(value: SqlValue, digits: number, truncate: boolean, call: Call): SqlValue {
  if (typeof value === 'number') return roundFloat(value, digits, truncate);
  const scale = scaleOf(call.type);
  if (digits >= scale) return value;
  const x = value as bigint;
  // Down to a coarser scale and back up again.
  const drop = scale - digits;
  if (drop > 60) return 0n;
  const rounded = (truncate ? rescaleTruncating(x, drop, 0) : rescale(x, drop, 0)) * pow10(drop);
  return checked(rounded, call.type);
}

function roundFloat(value: number, digits: number, truncate: boolean): number {
  if (digits > 15) return value;
  const factor = 10 ** Math.abs(digits);
  const scaled = digits >= 0 ? value * factor : value / factor;
  if (!Number.isFinite(scaled)) return value;
  const whole = truncate ? Math.trunc(scaled) : Math.sign(scaled) * Math.floor(Math.abs(scaled) + 0.5);
  return digits >= 0 ? whole / factor : whole * factor;
}

function power(base: SqlValue, exponent: number, call: Call): SqlValue {
  const source = call.typeOf(0);
  const x = typeof base === 'bigint' ? toFloat(base, scaleOf(source)) : (base as number);
  if (x === 0 && exponent < 0) throw sqlError(8134);
  if (x < 0 && !Number.isInteger(exponent)) throw sqlError(3623);
  const result = x ** exponent;
  if (!Number.isFinite(result)) throw sqlError(8115, 'expression', 'float');
  return fromFloatResult(result, call.type, exactPower(base, source, exponent));
}

/** Whole powers of exact numbers without the detour over float. */
function exactPower(base: SqlValue, source: SqlType, exponent: number): { value: bigint; scale: number } | undefined {
  if (typeof base !== 'bigint' || !Number.isInteger(exponent) || exponent < 0 || exponent > 100) return undefined;
  return { value: base ** BigInt(exponent), scale: scaleOf(source) * exponent };
}

function fromFloatResult(result: number, type: SqlType, exact?: { value: bigint; scale: number }): SqlValue {
  switch (type.name) {
    case 'float':
      return result;
    case 'int':
    case 'bigint': {
      const whole = exact ? exact.value : BigInt(Math.trunc(result));
      if (!fits(whole, type)) throw sqlError(type.name === 'int' ? 232 : 8115, type.name, result);
      return whole;
    }
    default: {
      const value = exact ? rescale(exact.value, exact.scale, scaleOf(type)) : fromFloat(result, scaleOf(type));
      return checked(value, type);
    }
  }
}

function angle(value: SqlValue, call: Call, factor: number): SqlValue {
  const x = typeof value === 'bigint' ? toFloat(value, scaleOf(call.typeOf(0))) : (value as number);
  return fromFloatResult(x * factor, call.type);
}

/** Whether a text could become a number of some type. */
function isNumericValue(value: SqlValue, call: Call): boolean {
  if (value === null) return false;
  const type = call.typeOf(0);
  if (typeof value !== 'string') {
    return typeof value === 'number' || (typeof value === 'bigint' && scaleOf(type) >= 0 && !isMoment(type));
  }
  if (type.name === 'uniqueidentifier') return false;
  const text = value.replace(/^[ \t\n\r]+| +$/g, '');
  if (text === '') return false;
  if (/^[+-]?[$£€¥]?\.?$/.test(text) && text !== '') return true;
  if (/^[+-]? *(\d+\.?\d*|\.\d+)[ed][+-]?\d+$/i.test(text)) {
    return Number.isFinite(Number(text.replace(/ /g, '').replace(/d/i, 'e')));
  }
  return moneyOf(text) !== undefined;
}

function isMoment(type: SqlType): boolean {
  return ['date', 'time', 'datetime', 'smalldatetime', 'datetime2', 'datetimeoffset'].includes(type.name);
}
