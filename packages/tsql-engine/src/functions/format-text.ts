import { familyOf, isDateOrTime, isNumeric } from '@datamigrate/catalog';
import { decimalText } from '@datamigrate/foundation';
import { Refusal, sqlError } from '../errors/sql-error.js';
import { fromFloat, rescale } from '../values/exact-numbers.js';
import { momentOf } from '../values/moment.js';
import { type SqlValue, scaleOf } from '../values/sql-value.js';
import { asText, type Call } from './call.js';
import { type Culture, cultureByName } from './cultures.js';
import { formatMoment } from './format-pattern-moment.js';

/** FORMAT: .NET patterns for numbers and dates. A pattern that .NET refuses gives NULL. */
export function formatText(call: Call): SqlValue {
  const value = call.value(0);
  const pattern = call.value(1);
  const type = call.typeOf(0);
  if (type.name !== 'null' && !isNumeric(type) && !isDateOrTime(type)) throw sqlError(8116, type.name, 1, 'format');
  if (value === null || pattern === null) return null;
  const name = call.count > 2 ? call.value(2) : 'en-US';
  if (name === null) return null;
  const culture = cultureByName(asText(name));
  if (!culture) throw new Refusal(`FORMAT in the culture ${asText(name)}`);
  const text = asText(pattern);
  if (isDateOrTime(type)) return formatMoment(momentOf(value, type), type, text, culture);
  const money = familyOf(type) === 'money';
  const number = typeof value === 'number' ? fromNumber(value) : { digits: value as bigint, scale: scaleOf(type) };
  return formatNumber(number, text === '' ? 'G' : text, culture, money || type.name === 'decimal');
}

/** An exact number: digits without their point. */
interface Exact {
  readonly digits: bigint;
  readonly scale: number;
}

function fromNumber(value: number): Exact {
  const text = String(value);
  if (text.includes('e')) return { digits: fromFloat(value, 15), scale: 15 };
  const scale = text.split('.')[1]?.length ?? 0;
  return { digits: fromFloat(value, scale), scale };
}

function formatNumber(value: Exact, pattern: string, culture: Culture, keepsScale: boolean): string | null {
  const standard = /^([a-z])(\d{0,2})$/i.exec(pattern);
  if (!standard) return customNumber(value, pattern, culture);
  const precision = standard[2] === '' ? undefined : Number(standard[2]);
  const whole = value.scale === 0 || (!keepsScale && value.digits % 10n ** BigInt(value.scale) === 0n);
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
      if (!whole || value.scale !== 0) return null;
      const digits = (value.digits < 0n ? -value.digits : value.digits).toString().padStart(precision ?? 1, '0');
      return value.digits < 0n ? `${culture.minus}${digits}` : digits;
    }
    case 'X': {
      if (value.scale !== 0 || value.digits < 0n)
        return value.scale !== 0 ? null : refuse('FORMAT of a negative number as X');
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

interface Section {
  readonly literalBefore: string;
  readonly literalAfter: string;
  readonly integral: string;
  readonly fraction: string;
  readonly grouped: boolean;
  readonly percent: boolean;
  /** Literals between the digits of the integral part, by the number of digits behind them. */
  readonly inner: ReadonlyMap<number, string>;
}

/** A pattern of 0, #, point and comma; up to three sections for positive, negative and zero. */
function customNumber(value: Exact, pattern: string, culture: Culture): string | null {
  const sections = pattern.split(';');
  if (sections.length > 3 || /[eE][+-]?0|‰|\\/.test(pattern)) return refuse(`FORMAT with ${pattern}`);
  const [positive = '', negative, zero] = sections;
  const pick = (text: string): [Section, bigint] => {
    const section = readSection(text);
    const digits = section.percent ? value.digits * 100n : value.digits;
    return [section, rescale(digits, value.scale, section.fraction.length)];
  };
  let [section, rounded] = pick(positive);
  let sign = '';
  if (rounded === 0n && zero !== undefined && zero !== '') [section, rounded] = pick(zero);
  else if (value.digits < 0n) {
    if (negative !== undefined && negative !== '') {
      [section, rounded] = pick(negative);
    } else if (rounded !== 0n) sign = culture.minus;
  }
  return sign + writeSection(section, rounded < 0n ? -rounded : rounded, culture);
}

function readSection(text: string): Section {
  let literalBefore = '';
  let literalAfter = '';
  let integral = '';
  let fraction = '';
  let grouped = false;
  let percent = false;
  let behindPoint = false;
  const inner: [number, string][] = [];
  for (let i = 0; i < text.length; i++) {
    const character = text.charAt(i);
    if (character === '0' || character === '#') {
      if (behindPoint) fraction += character;
      else {
        if (literalAfter !== '') {
          inner.push([integral.length, literalAfter]);
          literalAfter = '';
        }
        integral += character;
      }
    } else if (character === '.') behindPoint = true;
    else if (character === ',') grouped = true;
    else {
      let literal = character;
      if (character === "'" || character === '"') {
        const end = text.indexOf(character, i + 1);
        literal = text.slice(i + 1, end < 0 ? undefined : end);
        i = end < 0 ? text.length : end;
      }
      if (character === '%') percent = true;
      if (integral === '' && fraction === '' && !behindPoint) literalBefore += literal;
      else literalAfter += literal;
    }
  }
  const total = integral.length;
  return {
    literalBefore,
    literalAfter,
    integral,
    fraction,
    grouped,
    percent,
    inner: new Map(inner.map(([place, literal]) => [total - place, literal])),
  };
}

function writeSection(section: Section, rounded: bigint, culture: Culture): string {
  const { integral, fraction } = section;
  const [whole = '', digits = ''] = decimalText(rounded, fraction.length).split('.');
  const needed = integral.length - (integral.indexOf('0') < 0 ? integral.length : integral.indexOf('0'));
  let shown = (whole === '0' ? '' : whole).padStart(needed, '0');
  if (section.grouped) shown = shown.replace(/\B(?=(\d{3})+$)/g, culture.group);
  for (const [behind, literal] of [...section.inner].sort((a, b) => a[0] - b[0])) {
    const at = Math.max(0, shown.length - behind);
    if (!section.grouped) shown = shown.slice(0, at) + literal + shown.slice(at);
  }
  const least = fraction.lastIndexOf('0') + 1;
  let rest = digits;
  while (rest.length > least && rest.endsWith('0')) rest = rest.slice(0, -1);
  return `${section.literalBefore}${shown}${rest === '' ? '' : culture.decimal + rest}${section.literalAfter}`;
}
