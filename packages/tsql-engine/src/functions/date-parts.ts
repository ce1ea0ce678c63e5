import type { SqlType } from '@datamigrate/catalog';
import type { Bound } from '@datamigrate/tsql-binder';
import { sqlError } from '../errors/sql-error.js';
import {
  civilDate,
  DAYS_TO_1900,
  dayNumber,
  dayOfWeek,
  daysInMonth,
  floorDivide,
  LAST_DAY,
  TICKS_PER_DAY,
} from '../values/calendar.js';
import { type LocalMoment, splitTicks, totalTicks } from '../values/moment.js';

/** 100 ns ticks of the parts that are shorter than a day. */
export const PART_TICKS: { readonly [P in Bound.DatePart]?: bigint } = {
  hour: 36_000_000_000n,
  minute: 600_000_000n,
  second: 10_000_000n,
  millisecond: 10_000n,
  microsecond: 10n,
};

const DATE_ONLY: ReadonlySet<Bound.DatePart> = new Set([
  'year',
  'quarter',
  'month',
  'dayofyear',
  'day',
  'week',
  'weekday',
  'iso_week',
]);

/** A date has no hours, a time no days (9810). */
export function checkPart(part: Bound.DatePart, type: SqlType, name: string): void {
  const refused =
    (type.name === 'time' && (DATE_ONLY.has(part) || part === 'tzoffset')) ||
    (type.name === 'date' && !DATE_ONLY.has(part));
  if (refused) throw sqlError(9810, part, name.toLowerCase(), type.name);
}

/** Day of the week from 1, under DATEFIRST. */
export function weekday(days: number, dateFirst: number): number {
  return ((dayOfWeek(days) - (dateFirst % 7) + 7) % 7) + 1;
}

export function dayOfYear(days: number): number {
  return days - dayNumber(civilDate(days).year, 1, 1) + 1;
}

/** January 1 is in week 1; weeks begin on DATEFIRST. */
export function weekOfYear(days: number, dateFirst: number): number {
  const first = dayNumber(civilDate(days).year, 1, 1);
  return Math.floor((days - first + weekday(first, dateFirst) - 1) / 7) + 1;
}

/** The week of the year's first Thursday is week 1; weeks begin on Monday. */
export function isoWeek(days: number): number {
  const thursday = days - ((dayOfWeek(days) + 6) % 7) + 3;
  return Math.floor((thursday - dayNumber(civilDate(thursday).year, 1, 1)) / 7) + 1;
}

/** Months since year 0. */
function monthNumber(days: number): number {
  const { year, month } = civilDate(days);
  return year * 12 + month - 1;
}

/** Boundaries of a part between two moments. */
export function boundaries(part: Bound.DatePart, start: LocalMoment, end: LocalMoment): bigint {
  switch (part) {
    case 'year':
      return BigInt(civilDate(end.days).year - civilDate(start.days).year);
    case 'quarter':
      return BigInt(Math.floor(monthNumber(end.days) / 3) - Math.floor(monthNumber(start.days) / 3));
    case 'month':
      return BigInt(monthNumber(end.days) - monthNumber(start.days));
    case 'day':
    case 'dayofyear':
    case 'weekday':
      return BigInt(end.days - start.days);
    case 'week':
      // Always from Sunday, whatever DATEFIRST says.
      return BigInt(Math.floor((end.days + 1) / 7) - Math.floor((start.days + 1) / 7));
    case 'nanosecond':
      return (totalTicks(end) - totalTicks(start)) * 100n;
    default: {
      const unit = PART_TICKS[part];
      if (unit === undefined) throw sqlError(9806, part, 'datediff');
      return floorDivide(totalTicks(end), unit) - floorDivide(totalTicks(start), unit);
    }
  }
}

/** In units of 100 nanoseconds, rounded. */
export const ticksOfNanoseconds = (count: bigint): bigint => floorDivide(count + 50n, 100n);

/** A moment moved by a number of parts; undefined where it leaves the calendar. Month ends are kept within the month. */
export function addParts(part: Bound.DatePart, count: bigint, moment: LocalMoment): LocalMoment | undefined {
  const months = { year: 12n, quarter: 3n, month: 1n }[part as string];
  if (months !== undefined) return addMonths(moment, count * months);
  const days = { day: 1n, dayofyear: 1n, weekday: 1n, week: 7n }[part as string];
  let ticks: bigint;
  if (days !== undefined) ticks = count * days * TICKS_PER_DAY;
  else if (part === 'nanosecond') ticks = ticksOfNanoseconds(count);
  else {
    const unit = PART_TICKS[part];
    if (unit === undefined) throw sqlError(9806, part, 'dateadd');
    ticks = count * unit;
  }
  const total = totalTicks(moment) + ticks;
  if (total < 0n || total >= BigInt(LAST_DAY + 1) * TICKS_PER_DAY) return undefined;
  return splitTicks(total, moment.offsetMinutes);
}

function addMonths(moment: LocalMoment, count: bigint): LocalMoment | undefined {
  const { year, month, day } = civilDate(moment.days);
  const target = BigInt(year * 12 + month - 1) + count;
  if (target < 12n || target > 119_999n) return undefined;
  const [newYear, newMonth] = [Number(target / 12n), Number(target % 12n) + 1];
  const newDay = Math.min(day, daysInMonth(newYear, newMonth));
  return { ...moment, days: dayNumber(newYear, newMonth, newDay) };
}

/** The beginning of the part that a moment lies in. */
export function truncateTo(part: Bound.DatePart, moment: LocalMoment, dateFirst: number): LocalMoment {
  const { year, month } = civilDate(moment.days);
  const start = (days: number): LocalMoment => ({ ...moment, days, ticks: 0n });
  switch (part) {
    case 'year':
      return start(dayNumber(year, 1, 1));
    case 'quarter':
      return start(dayNumber(year, month - ((month - 1) % 3), 1));
    case 'month':
      return start(dayNumber(year, month, 1));
    case 'week':
      return start(moment.days - weekday(moment.days, dateFirst) + 1);
    case 'iso_week':
      return start(moment.days - ((dayOfWeek(moment.days) + 6) % 7));
    case 'day':
    case 'dayofyear':
    case 'weekday':
      return start(moment.days);
    default: {
      const unit = PART_TICKS[part];
      if (unit === undefined) throw sqlError(9806, part, 'datetrunc');
      return { ...moment, ticks: moment.ticks - (moment.ticks % unit) };
    }
  }
}

/** The beginning of the bucket of several parts that a moment lies in, counted from an origin. */
export function bucketOf(part: Bound.DatePart, size: bigint, moment: LocalMoment, origin: LocalMoment): LocalMoment {
  const months = { year: 12n, quarter: 3n, month: 1n }[part as string];
  if (months !== undefined) {
    const width = months * size;
    let steps = floorDivide(BigInt(monthNumber(moment.days) - monthNumber(origin.days)), width);
    let start = addMonths(origin, steps * width);
    // A bucket that begins later in the month than the moment stands has not begun yet.
    if (start && totalTicks(start) > totalTicks(moment)) start = addMonths(origin, --steps * width);
    return { ...(start ?? origin), offsetMinutes: moment.offsetMinutes };
  }
  const unit = part === 'week' ? 7n * TICKS_PER_DAY : part === 'day' ? TICKS_PER_DAY : PART_TICKS[part];
  if (unit === undefined) throw sqlError(9806, part, 'date_bucket');
  const width = unit * size;
  const distance = totalTicks(moment) - totalTicks(origin);
  const start = totalTicks(origin) + floorDivide(distance, width) * width;
  return splitTicks(start, moment.offsetMinutes);
}

export const ORIGIN_1900: LocalMoment = { days: DAYS_TO_1900, ticks: 0n };
