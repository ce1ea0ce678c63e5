import { isCharacter, isDateOrTime, isInteger as isIntegerType, type SqlType } from '@datamigrate/catalog';
import { call, castTo, tryCastTo } from '../sql/sql.js';
import { duck, duckTypeText, isInteger } from './duck-type.js';
import { type Rendered, type Renderer, rendered } from './rendered.js';

/** Conversions that have a result for every value. */
export function neverFails(from: SqlType, to: SqlType): boolean {
  if (isCharacter(from) && isCharacter(to)) return true;
  if (to.name === 'bit') return true;
  // An int that does not fit shows as an asterisk; a bigint, and any in nvarchar, is an error.
  const shown = from.name !== 'bigint' && !to.name.startsWith('n');
  if (isIntegerType(from) && isCharacter(to)) return shown || hasRoom(to, 20);
  if (isCharacter(to))
    return hasRoom(to, from.name === 'decimal' ? from.precision + 2 : (LONGEST[from.name] ?? Infinity));
  if (to.name === 'float') return isIntegerType(from) || from.name === 'decimal';
  if (to.name === 'real') return isIntegerType(from);
  return (from.name === 'date' || from.name === 'datetime') && (to.name === 'date' || to.name === 'datetime2');
}

/** Characters of the longest text of a type, for all styles; dates and times are cut to the room that there is. */
const LONGEST: { readonly [T in SqlType['name']]?: number } = {
  bit: 1,
  float: 25,
  real: 25,
  money: 26,
  smallmoney: 26,
  uniqueidentifier: 36,
  date: 1,
  time: 1,
  datetime: 1,
  smalldatetime: 1,
  datetime2: 1,
};

/** Whether a text of a type may be so long. */
export const hasRoom = (type: SqlType, length: number): boolean =>
  'length' in type && (type.length === 'max' || type.length >= length);

const isExact = (type: SqlType): boolean => isIntegerType(type) || type.name === 'decimal';
export const isMoney = (type: SqlType): boolean => type.name === 'money' || type.name === 'smallmoney';
const isTried = (type: SqlType): boolean =>
  isExact(type) || isMoney(type) || type.name === 'float' || type.name === 'real';

export const isTriedNumber = (from: SqlType, to: SqlType): boolean => isTried(from) && isExact(to);
export const isTriedMoment = (from: SqlType, to: SqlType): boolean =>
  isDateOrTime(from) && (to.name === 'datetime' || to.name === 'smalldatetime');

/** TRY_CAST of a number: NULL for what does not fit. Decimals and floats are cut to whole numbers, money is rounded. */
export function attemptNumber(value: Rendered, from: SqlType, wanted: Rendered['type']): Rendered {
  const whole = isInteger(wanted) && !isInteger(value.type) && !isMoney(from) ? call('trunc', value) : value;
  // DuckDB would scale a real in single precision and lose digits.
  const scaled = value.type.name === 'float' && wanted.name === 'decimal' ? castTo('double', value) : whole;
  return rendered(tryCastTo(duckTypeText(wanted), scaled), wanted);
}

/** TRY_CAST to the older types: NULL for what lies before or behind their days. */
export function inRangeOf(renderer: Renderer, moment: Rendered, { name }: SqlType): Rendered {
  const days = name === 'smalldatetime' ? { first: '1900-01-01', beyond: '2079-06-07' } : {};
  return rendered(renderer.macro('tsql_datetime_range', [moment], { ...days, failed: 'null' }), duck('timestamp'));
}
