import { type SqlType, typeText } from '@datamigrate/catalog';
import { decimalText } from '@datamigrate/foundation';
import { sqlError } from '../errors/sql-error.js';

const POWERS: bigint[] = [1n];

export function pow10(exponent: number): bigint {
  for (let i = POWERS.length; i <= exponent; i++) POWERS.push((POWERS[i - 1] as bigint) * 10n);
  return POWERS[exponent] as bigint;
}

export function abs(value: bigint): bigint {
  return value < 0n ? -value : value;
}

/** Division that rounds half away from zero. */
export function divideRounding(value: bigint, divisor: bigint): bigint {
  const quotient = value / divisor;
  const rest = abs(value % divisor);
  if (2n * rest < abs(divisor)) return quotient;
  return quotient + (value < 0n !== divisor < 0n ? -1n : 1n);
}

/** A number without its point from one scale to another, rounding half away from zero. */
export function rescale(value: bigint, from: number, to: number): bigint {
  if (to === from) return value;
  return to > from ? value * pow10(to - from) : divideRounding(value, pow10(from - to));
}

/** The same, cutting digits off. */
export function rescaleTruncating(value: bigint, from: number, to: number): bigint {
  return to >= from ? value * pow10(to - from) : value / pow10(from - to);
}

export interface Range {
  readonly least: bigint;
  readonly most: bigint;
}

/** learn.microsoft.com/sql/t-sql/data-types: what the whole-number and money types hold. */
const RANGES: { readonly [name: string]: Range | undefined } = {
  tinyint: { least: 0n, most: 255n },
  smallint: { least: -(2n ** 15n), most: 2n ** 15n - 1n },
  int: { least: -(2n ** 31n), most: 2n ** 31n - 1n },
  bigint: { least: -(2n ** 63n), most: 2n ** 63n - 1n },
  smallmoney: { least: -(2n ** 31n), most: 2n ** 31n - 1n },
  money: { least: -(2n ** 63n), most: 2n ** 63n - 1n },
};

/** Whether an unscaled exact number fits its type. */
export function fits(value: bigint, type: SqlType): boolean {
  if (type.name === 'decimal') return abs(value) < pow10(type.precision);
  const range = RANGES[type.name];
  return range === undefined || (value >= range.least && value <= range.most);
}

/** The value of an operation in its own type; error 8115 where it does not fit. */
export function checked(value: bigint, type: SqlType): bigint {
  if (fits(value, type)) return value;
  const name = type.name === 'decimal' ? 'numeric' : typeText(type);
  throw sqlError(8115, 'expression', name);
}

/** An unscaled number as the nearest float. */
export function toFloat(value: bigint, scale: number): number {
  return scale === 0 ? Number(value) : Number(decimalText(value, scale));
}

/** A float as an unscaled number of the given scale, rounded half away from zero on the float's exact value. */
export function fromFloat(value: number, scale: number): bigint {
  const [digits, exponent] = exactDecimal(value);
  const shift = exponent + scale;
  return shift >= 0 ? digits * pow10(shift) : divideRounding(digits, pow10(-shift));
}

/** A finite float as digits * 10^exponent, exactly as far as its 17 significant digits go. */
function exactDecimal(value: number): [bigint, number] {
  if (value === 0) return [0n, 0];
  const [mantissa = '0', exponent = '0'] = value.toExponential(16).split('e');
  const [integral = '0', fraction = ''] = mantissa.split('.');
  return [BigInt(integral + fraction), Number(exponent) - fraction.length];
}
