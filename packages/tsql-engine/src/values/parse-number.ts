import type { SqlType } from '@datamigrate/catalog';
import { typeText } from '@datamigrate/catalog';
import { type SqlError, sqlError } from '../errors/sql-error.js';
import { abs, divideRounding, fits, pow10 } from './exact-numbers.js';

/** Text to numbers. Blanks around the number are forgiven; an empty text is 0 for all but decimals. */

const trimBlanks = (text: string): string => text.replace(/^ +| +$/g, '');

/** Numbers of the errors that text gives for a whole-number type: not a number, and too big. */
const INTEGER_ERRORS: Readonly<Record<string, { readonly bad: number; readonly big: number } | undefined>> = {
  tinyint: { bad: 245, big: 244 },
  smallint: { bad: 245, big: 244 },
  int: { bad: 245, big: 248 },
  bigint: { bad: 8114, big: 8115 },
};

export function parseInteger(text: string, type: SqlType, source: SqlType): bigint {
  const trimmed = trimBlanks(text);
  if (trimmed === '' || trimmed === '+' || trimmed === '-') return 0n;
  const match = /^([+-]?) *(\d+)$/.exec(trimmed);
  const errors = INTEGER_ERRORS[type.name] ?? { bad: 245, big: 248 };
  if (!match) throw conversionError(errors.bad, text, source, type);
  const value = BigInt(match[2] ?? '0') * (match[1] === '-' ? -1n : 1n);
  if (!fits(value, type)) throw conversionError(errors.big, text, source, type);
  return value;
}

function conversionError(number: number, text: string, source: SqlType, target: SqlType): SqlError {
  switch (number) {
    case 8114:
      return sqlError(8114, source.name, target.name);
    case 8115:
      return sqlError(8115, source.name, target.name);
    case 244:
      return sqlError(244, source.name, text, target.name === 'smallint' ? 'INT2' : 'INT1');
    case 248:
      return sqlError(248, source.name, text);
    default:
      return sqlError(245, source.name, text, target.name);
  }
}

export function parseBit(text: string, source: SqlType): bigint {
  const trimmed = trimBlanks(text);
  switch (trimmed.toLowerCase()) {
    case 'true':
      return 1n;
    case 'false':
    case '':
    case '+':
    case '-':
      return 0n;
  }
  const match = /^[+-]? *(\d+)$/.exec(trimmed);
  if (!match) throw sqlError(245, source.name, text, 'bit');
  return /^0*$/.test(match[1] ?? '') ? 0n : 1n;
}

/** A number with a point, without exponent: its digits as an unscaled number of the wanted scale. */
export function parseDecimal(text: string, type: SqlType & { name: 'decimal' }, source: SqlType): bigint {
  const match = /^([+-]?) *(\d*)(?:\.(\d*))?$/.exec(trimBlanks(text));
  const [, sign, integral = '', fraction = ''] = match ?? [];
  if (!match || integral + fraction === '') throw sqlError(8114, source.name, 'numeric');
  const value = scaled(integral, fraction, type.scale);
  if (abs(value) >= pow10(type.precision)) throw sqlError(8115, source.name, 'numeric');
  return sign === '-' ? -value : value;
}

function scaled(integral: string, fraction: string, scale: number): bigint {
  const all = BigInt(integral + fraction || '0');
  return fraction.length <= scale
    ? all * pow10(scale - fraction.length)
    : divideRounding(all, pow10(fraction.length - scale));
}

/** Money takes a currency sign before or behind the sign, and commas anywhere before the point. */
export function parseMoney(text: string, type: SqlType, source: SqlType): bigint {
  const value = moneyOf(trimBlanks(text));
  if (value === undefined) throw sqlError(235);
  if (!fits(value, type)) throw sqlError(8115, source.name, type.name);
  return value;
}

export function moneyOf(trimmed: string): bigint | undefined {
  if (trimmed === '' || trimmed === '+' || trimmed === '-') return 0n;
  const match = /^([+-]?) *[$£€¥¢]? *([+-]?) *([\d,]*)(?:\.(\d*))?$/.exec(trimmed);
  if (!match) return undefined;
  const [, before = '', after = '', integral = '', fraction = ''] = match;
  if (before !== '' && after !== '') return undefined;
  const digits = integral.replaceAll(',', '');
  const value = scaled(digits, fraction, 4);
  return before === '-' || after === '-' ? -value : value;
}

export function parseFloatText(text: string, source: SqlType, target: SqlType): number {
  const trimmed = text.replace(/^[ \t\n\u00a0]+| +$/g, '');
  if (trimmed === '') return 0;
  if (!/^[+-]? *(\d+\.?\d*|\.\d+)([ed][+-]?\d*)?$/i.test(trimmed)) throw sqlError(8114, source.name, typeText(target));
  const value = Number(
    trimmed
      .replace(/ /g, '')
      .replace(/d/i, 'e')
      .replace(/e[+-]?$/i, ''),
  );
  if (!Number.isFinite(value)) throw sqlError(8115, source.name, typeText(target));
  return value;
}
