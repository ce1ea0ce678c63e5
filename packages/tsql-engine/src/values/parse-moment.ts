import { DATE_STYLES } from '@datamigrate/catalog';
import { withFields } from '@datamigrate/foundation';
import { daysInMonth, MONTHS } from './calendar.js';
import type { SessionFormat } from './session-format.js';

/** A date and time as text gives it; without a date it is 1900-01-01, without a time midnight. */
export interface Moment {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  /** 100 ns ticks of the day. */
  readonly ticks: bigint;
  readonly offsetMinutes: number | undefined;
}

/** `syntax`: no date at all; `field`: a month, day or hour that does not exist; `style`: not of the asked style. */
export type MomentFault = 'syntax' | 'field' | 'style';

/** datetime and smalldatetime read text by older rules than the other types. */
export type MomentRules = 'legacy' | 'modern';

export function readsStyle(style: number): boolean {
  return DATE_STYLES[style] !== undefined;
}

const CLOCK = /(\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:[.:](\d+))?)?\s*([ap]m)?/i;
const HOUR_ONLY = /(?:^|\s)(\d{1,2})\s*([ap]m)/i;
const ISO = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2})(?::(\d{2})(?:\.(\d+))?)?\s*(Z|[+-]\d{2}:\d{2})?$/;

/** Reads text as a date and time under the session's DATEFORMAT, or under a style of CONVERT. */
export function parseMoment(
  text: string,
  rules: MomentRules,
  format: SessionFormat,
  style?: number,
): Moment | MomentFault {
  const trimmed = text.replace(/^ +| +$/g, '');
  if (trimmed === '') return { year: 1900, month: 1, day: 1, ticks: 0n, offsetMinutes: undefined };
  const iso = ISO.exec(trimmed);
  if (iso) return isoMoment(iso, rules);
  let rest = trimmed;
  let offsetMinutes: number | undefined;
  const zone = /\s*(?:(Z)|([+-])(\d{1,2}):(\d{2}))$/i.exec(rest);
  if (zone && (zone[1] === undefined || /\d\s*Z$/i.test(rest)) && CLOCK.test(rest)) {
    offsetMinutes = offsetOf(zone);
    if (offsetMinutes === undefined) return 'field';
    if (rules === 'legacy' && offsetMinutes !== 0) return 'syntax';
    rest = rest.slice(0, zone.index);
  }
  let ticks = 0n;
  const clock = CLOCK.exec(rest) ?? undefined;
  const hour = clock ? undefined : (HOUR_ONLY.exec(rest) ?? undefined);
  if (clock) {
    const time = clockTicks(clock[1], clock[2], clock[3], clock[4], clock[5], rules);
    if (typeof time === 'string') return time;
    ticks = time;
    rest = `${rest.slice(0, clock.index)} ${rest.slice(clock.index + clock[0].length)}`;
  } else if (hour) {
    const time = clockTicks(hour[1], '0', undefined, undefined, hour[2], rules);
    if (typeof time === 'string') return time;
    ticks = time;
    rest = `${rest.slice(0, hour.index)} ${rest.slice(hour.index + hour[0].length)}`;
  }
  rest = rest.trim();
  if (rest === '') return { year: 1900, month: 1, day: 1, ticks, offsetMinutes };
  const date = parseDate(rest, rules, format, style);
  return typeof date === 'string' ? date : withFields(date, { ticks, offsetMinutes });
}

function isoMoment(match: RegExpExecArray, rules: MomentRules): Moment | MomentFault {
  const [, year, month, day, hours, minutes, seconds, fraction, zone] = match;
  const ticks = clockTicks(hours, minutes, seconds, fraction, undefined, rules);
  if (typeof ticks === 'string') return ticks;
  const date = checkedDate(Number(year), Number(month), Number(day));
  if (typeof date === 'string') return date;
  let offsetMinutes: number | undefined;
  if (zone !== undefined) {
    const parts = /^(?:(Z)|([+-])(\d{2}):(\d{2}))$/.exec(zone);
    offsetMinutes = parts ? offsetOf(parts) : undefined;
    if (offsetMinutes === undefined) return 'field';
    if (rules === 'legacy' && zone !== 'Z') return 'syntax';
  }
  return withFields(date, { ticks, offsetMinutes });
}

/** Minutes of `Z` or `+hh:mm`; offsets reach to 14 hours. */
function offsetOf(match: RegExpExecArray): number | undefined {
  if (match[1] !== undefined) return 0;
  const minutes = Number(match[4]);
  const size = Number(match[3]) * 60 + minutes;
  if (size > 840 || minutes > 59) return undefined;
  return match[2] === '-' ? -size : size;
}

function clockTicks(
  hours: string | undefined,
  minutes: string | undefined,
  seconds: string | undefined,
  fraction: string | undefined,
  half: string | undefined,
  rules: MomentRules,
): bigint | MomentFault {
  let hour = Number(hours);
  const minute = Number(minutes);
  const second = Number(seconds ?? 0);
  if (half !== undefined) {
    if (hour > 12) {
      if (half.toLowerCase() === 'am') return 'field';
    } else if (half.toLowerCase() === 'pm') hour = hour === 12 ? 12 : hour + 12;
    else if (hour === 12) hour = 0;
  }
  if (hour > 23 || minute > 59 || second > 59) return 'field';
  const ticks = BigInt((hour * 60 + minute) * 60 + second) * 10_000_000n;
  if (fraction === undefined) return ticks;
  if (rules === 'legacy') {
    if (fraction.length > 3) return 'syntax';
    return ticks + BigInt(fraction.padEnd(3, '0')) * 10_000n;
  }
  const padded = fraction.padEnd(8, '0');
  return ticks + BigInt(padded.slice(0, 7)) + (padded.charCodeAt(7) >= 53 ? 1n : 0n);
}

type DateOrFault = { readonly year: number; readonly month: number; readonly day: number } | MomentFault;

function checkedDate(year: number, month: number, day: number): DateOrFault {
  if (month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month) || year < 1 || year > 9999) return 'field';
  return { year, month, day };
}

/** Years of two digits reach from 1950 to 2049. */
function fullYear(digits: string): number {
  const year = Number(digits);
  if (digits.length > 2) return year;
  return year <= 49 ? 2000 + year : 1900 + year;
}

function parseDate(text: string, rules: MomentRules, format: SessionFormat, style: number | undefined): DateOrFault {
  if (/^\d+$/.test(text)) return unseparated(text);
  const numeric = /^(\d{1,4})\s*([-/.])\s*(\d{1,4})\s*\2?\s*[-/.]\s*(\d{1,4})$/.exec(text);
  if (numeric) return separated([numeric[1] ?? '', numeric[3] ?? '', numeric[4] ?? ''], rules, format, style);
  return named(text, format, style);
}

/** yyyymmdd, yymmdd or a year alone, whatever the style says. */
function unseparated(text: string): DateOrFault {
  switch (text.length) {
    case 8:
      return checkedDate(Number(text.slice(0, 4)), Number(text.slice(4, 6)), Number(text.slice(6)));
    case 6:
      return checkedDate(fullYear(text.slice(0, 2)), Number(text.slice(2, 4)), Number(text.slice(4)));
    case 4:
      return checkedDate(Number(text), 1, 1);
    default:
      return 'syntax';
  }
}

/** Three numbers: the style or DATEFORMAT says which is which, but a year of four digits shows itself. */
function separated(
  parts: readonly [string, string, string],
  rules: MomentRules,
  format: SessionFormat,
  style: number | undefined,
): DateOrFault {
  const asked = style === undefined || style === 0 ? undefined : DATE_STYLES[style];
  const longest = Math.max(...parts.map((part) => part.length));
  if (parts.filter((part) => part.length > 2).length > 1 || longest === 3) return 'syntax';
  if (asked) {
    if (asked.numbers === 'none' || (asked.numbers === 'new' && rules === 'legacy')) return 'style';
    if (asked.years === 4 && longest < 4) return 'style';
    if (asked.years === 2 && longest === 4) return 'style';
  }
  const yearAt = parts.findIndex((part) => part.length === 4);
  let order: string = asked?.order ?? format.dateFormat;
  if (yearAt >= 0) {
    if (asked && rules === 'modern' && order.indexOf('y') !== yearAt) return 'style';
    if (yearAt === 0 && rules === 'modern') order = 'ymd';
    else {
      // Under dmy, dym and ydm the day comes before the month, also behind a year.
      const rest = order.replace('y', '');
      order = `${rest.slice(0, yearAt)}y${rest.slice(yearAt)}`;
    }
  }
  const at = (letter: string): string => parts[order.indexOf(letter)] ?? '';
  return checkedDate(fullYear(at('y')), Number(at('m')), Number(at('d')));
}

const MONTH_NAMES = new Map(
  MONTHS.flatMap((name, i) => [[name.toLowerCase(), i + 1] as const, [name.slice(0, 3).toLowerCase(), i + 1] as const]),
);

/** A month by name, with a day and a year in any order: `Jan 2, 2024`, `2 January 2024`, `2024-Jan-02`. */
function named(text: string, format: SessionFormat, style: number | undefined): DateOrFault {
  const words = text.split(/[\s,\-/.]+/).filter((word) => word !== '');
  const pieces = words.flatMap((word) => word.match(/[a-z]+|\d+/gi) ?? ['?']);
  if (pieces.join('') !== words.join('')) return 'syntax';
  const month = pieces.findIndex((piece) => MONTH_NAMES.has(piece.toLowerCase()));
  if (month < 0) return 'syntax';
  const numbers = pieces.filter((_, i) => i !== month);
  if (numbers.some((piece) => !/^\d+$/.test(piece)) || numbers.length > 2) return 'syntax';
  const monthNumber = MONTH_NAMES.get((pieces[month] ?? '').toLowerCase()) ?? 0;
  const [first, second] = numbers;
  if (first === undefined) return 'syntax';
  if (second === undefined) return first.length === 4 ? checkedDate(Number(first), monthNumber, 1) : 'syntax';
  const yearFirst = first.length === 4 || (second.length < 4 && format.dateFormat.indexOf('y') === 0 && month > 0);
  const [year, day] = yearFirst ? [first, second] : [second, first];
  const years = style === undefined ? 'any' : DATE_STYLES[style]?.years;
  if ((years === 4 && year.length < 4) || (years === 2 && year.length === 4)) return 'style';
  if (year.length === 3 || day.length > 2) return 'syntax';
  return checkedDate(fullYear(year), monthNumber, Number(day));
}
