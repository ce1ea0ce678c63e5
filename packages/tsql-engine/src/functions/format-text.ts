import { isDateOrTime, isInteger, isNumeric } from '@datamigrate/catalog';
import { decimalText } from '@datamigrate/foundation';
import { Refusal, sqlError } from '../errors/sql-error.js';
import { abs, fromFloat, rescale } from '../values/exact-numbers.js';
import { momentOf } from '../values/moment.js';
import { type SqlValue, scaleOf } from '../values/sql-value.js';
import { asText, type Call } from './call.js';
import { type Culture, cultureByName } from './cultures.js';
import { customNumber, type Exact } from './format-custom-number.js';
import { formatMoment } from './format-pattern-moment.js';

/** FORMAT: .NET patterns for numbers and dates. A pattern that .NET refuses gives NULL. */
export function formatText(call: Call): SqlValue {
  const value = call.value(0);
  const pattern = call.value(1);
  const type = call.typeOf(0);
  if (type.name !== 'null' && !isNumeric(type) && !isDateOrTime(type)) throw sqlError(8116, type.name, 1, 'format');
  if (value === null || pattern === null) return null;
  // Without a culture that of the session: learn.microsoft.com/sql/t-sql/functions/format-transact-sql
  if (call.count < 3 && call.env.host.format.language !== 'us_english') throw new Refusal('FORMAT in another language');
  const name = call.count > 2 ? call.value(2) : 'en-US';
  if (name === null) return null;
  const culture = cultureByName(asText(name));
  if (!culture) throw new Refusal(`FORMAT in the culture ${asText(name)}`);
  const text = asText(pattern);
  if (isDateOrTime(type)) return formatMoment(momentOf(value, type), type, text, culture);
  const number = typeof value === 'number' ? fromNumber(value) : { digits: value as bigint, scale: scaleOf(type) };
  if (type.name === 'decimal' && !isNetDecimal(number)) throw new Refusal('FORMAT of a number of more than 96 bits');
  return formatNumber(number, text === '' ? 'G' : text, culture, isInteger(type));
}

/** FORMAT works on System.Decimal: learn.microsoft.com/dotnet/api/system.data.sqltypes.sqldecimal.value */
const isNetDecimal = ({ digits, scale }: Exact): boolean => scale <= 28 && abs(digits) < 2n ** 96n;

function fromNumber(value: number): Exact {
  const text = String(value);
  if (text.includes('e')) return { digits: fromFloat(value, 15), scale: 15 };
  const scale = text.split('.')[1]?.length ?? 0;
  return { digits: fromFloat(value, scale), scale };
}

function formatNumber(value: Exact, pattern: string, culture: Culture, integral: boolean): string | null {
  const standard = /^([a-z])(\d{0,2})$/i.exec(pattern);
  if (!standard) return customNumber(value, pattern, culture);
  const precision = standard[2] === '' ? undefined : Number(standard[2]);
  switch (standard[1]?.toUpperCase()) {
    case 'N':
      return signed(value, precision ?? 2, culture, true, culture.negativeNumber);
    case 'F':
      return signed(value, precision ?? 2, culture, false, (text) => `${culture.minus}${text}`);
    case 'C':
      return signed(value, precision ?? 2, culture, true, culture.negativeCurrency, culture.currency);
    case 'P':
      return signed(
        { digits: value.digits * 100n, scale: value.scale },
        precision ?? 2,
        culture,
        true,
        (text) => `${culture.minus}${text}`,
        culture.percent,
      );
    case 'D': {
      // Of integers only, also where a decimal has no decimals.
      if (!integral) return null;
      const digits = (value.digits < 0n ? -value.digits : value.digits).toString().padStart(precision ?? 1, '0');
      return value.digits < 0n ? `${culture.minus}${digits}` : digits;
    }
    case 'X': {
      if (!integral) return null;
      if (value.digits < 0n) return refuse('FORMAT of a negative number as X');
      const hex = value.digits.toString(16).padStart(precision ?? 1, '0');
      return standard[1] === 'X' ? hex.toUpperCase() : hex;
    }
    case 'G':
      if (precision !== undefined) return refuse('FORMAT with G and a precision');
      return decimalText(value.digits, value.scale).replace('.', culture.decimal).replace('-', culture.minus);
    default:
      return refuse(`FORMAT with ${pattern}`);
  }
}

function refuse(construct: string): never {
  throw new Refusal(construct);
}

/** Rounded half away from zero; a zero has no sign. */
function signed(
  value: Exact,
  precision: number,
  culture: Culture,
  grouped: boolean,
  negative: (text: string) => string,
  decorate: (text: string) => string = (text) => text,
): string {
  const rounded = rescale(value.digits, value.scale, precision);
  const text = decimalText(rounded < 0n ? -rounded : rounded, precision);
  const shown = localized(text, culture, grouped);
  return rounded < 0n ? negative(decorate(shown)) : decorate(shown);
}

function localized(text: string, culture: Culture, grouped: boolean): string {
  const [integral = '', fraction] = text.split('.');
  const whole = grouped ? integral.replace(/\B(?=(\d{3})+$)/g, culture.group) : integral;
  return fraction === undefined ? whole : `${whole}${culture.decimal}${fraction}`;
}
