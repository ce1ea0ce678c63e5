import { isDateOrTime, type SqlType } from '@datamigrate/catalog';
import type { Bound } from '@datamigrate/tsql-binder';
import { Refusal, sqlError } from '../errors/sql-error.js';
import {
  civilDate,
  dayNumber,
  daysInMonth,
  isDate,
  MONTHS,
  TICKS_PER_DAY,
  TICKS_PER_MINUTE,
  WEEKDAYS,
} from '../values/calendar.js';
import { fits } from '../values/exact-numbers.js';
import { legacyTimeTicks, offsetSuffix, splitLegacy } from '../values/format-value.js';
import { type LocalMoment, momentOf, momentValue, splitTicks, unitOf } from '../values/moment.js';
import { parseMoment } from '../values/parse-moment.js';
import { isOffset, type SqlValue } from '../values/sql-value.js';
import { asInteger, type Call, type FunctionBody, refused, strict } from './call.js';
import {
  addParts,
  boundaries,
  bucketOf,
  checkPart,
  dayOfYear,
  isoWeek,
  ORIGIN_1900,
  PART_TICKS,
  ticksOfNanoseconds,
  truncateTo,
  weekday,
  weekOfYear,
} from './date-parts.js';
import { atTimeZone } from './time-zones.js';

/** The moment of an argument as its own clock shows it: a datetime to the millisecond. */
function shown(value: SqlValue, type: SqlType): LocalMoment {
  if (type.name === 'datetime' && typeof value === 'bigint') {
    const [days, ticks] = splitLegacy(value);
    return { days, ticks: legacyTimeTicks(ticks) };
  }
  return momentOf(value, type);
}

/** Differences of offsets are taken in UTC. */
function instant(value: SqlValue, type: SqlType): LocalMoment {
  return isOffset(value) ? splitTicks(value.utcTicks) : shown(value, type);
}

function partOf(call: Call): Bound.DatePart {
  if (!call.node.datePart) throw new Refusal('A date function without its part');
  return call.node.datePart;
}

/** From the host's clock: `local` or UTC, rounded as the type rounds. */
function clock(which: 'local' | 'utc'): FunctionBody {
  return (call) => {
    const now = call.env.host.now();
    const offsetMinutes = Number((now.local - now.utc) / TICKS_PER_MINUTE);
    return momentValue(splitTicks(now[which], offsetMinutes), call.type, 'datetime2');
  };
}

export const DATE_FUNCTIONS = {
  'AT TIME ZONE': atTimeZone,
  CURRENT_TIMESTAMP: clock('local'),
  CURRENT_DATE: clock('local'),
  CURRENT_TIMEZONE: refused('CURRENT_TIMEZONE'),
  CURRENT_TIMEZONE_ID: refused('CURRENT_TIMEZONE_ID'),
  DATEADD: strict(([count, value], call) => dateAdd(call, asInteger(count), value ?? null)),
  DATEDIFF: strict(([start, end], call) => {
    const difference = dateDiff(call, start ?? null, end ?? null);
    if (!fits(difference, { name: 'int' })) throw sqlError(535, 'datediff', 'datediff');
    return difference;
  }),
  DATEDIFF_BIG: strict(([start, end], call) => dateDiff(call, start ?? null, end ?? null)),
  DATEFROMPARTS: strict((args, call) => {
    const [year = 0, month = 0, day = 0] = args.map(Number);
    return momentValue({ days: validDay(year, month, day, 'date'), ticks: 0n }, call.type, 'date');
  }),
  DATENAME: strict(([value], call) => dateName(call, value ?? null)),
  DATEPART: strict(([value], call) => BigInt(datePart(call, partOf(call), value ?? null))),
  DATETIME2FROMPARTS: strict((args, call) => fromParts(call, args, 'datetime2')),
  DATETIMEFROMPARTS: strict((args, call) => {
    const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0, millisecond = 0] = args.map(Number);
    if (year < 1753 || millisecond < 0 || millisecond > 999) throw sqlError(289, 'datetime');
    const days = validDay(year, month, day, 'datetime');
    const ticks = validTime(hour, minute, second, 'datetime') + BigInt(millisecond) * 10_000n;
    return momentValue({ days, ticks }, call.type, 'datetime');
  }),
  DATETIMEOFFSETFROMPARTS: strict((args, call) => fromParts(call, args, 'datetimeoffset')),
  DATETRUNC: strict(([value], call) => {
    const part = partOf(call);
    checkPart(part, call.typeOf(0), 'datetrunc');
    return momentValue(
      truncateTo(part, shown(value ?? null, call.typeOf(0)), call.env.host.format.dateFirst),
      call.type,
      'datetime2',
    );
  }),
  DATE_BUCKET: strict(([size, value, origin], call) => {
    const part = partOf(call);
    const width = asInteger(size);
    checkPart(part, call.typeOf(1), 'date_bucket');
    if (width <= 0n) throw sqlError(9834, 'date_bucket');
    const start = origin === undefined ? ORIGIN_1900 : shown(origin, call.typeOf(2));
    return momentValue(bucketOf(part, width, shown(value ?? null, call.typeOf(1)), start), call.type, 'datetime2');
  }),
  DAY: strict(([value], call) => BigInt(datePart(call, 'day', value ?? null))),
  EOMONTH: (call) => {
    const value = call.value(0);
    const months = call.count > 1 ? (call.value(1) ?? 0n) : 0n;
    if (value === null) return null;
    const moved = addParts('month', asInteger(months), shown(value, call.typeOf(0)));
    if (!moved) throw sqlError(517, 'date');
    const { year, month } = civilDate(moved.days);
    return BigInt(dayNumber(year, month, daysInMonth(year, month)));
  },
  GETDATE: clock('local'),
  GETUTCDATE: clock('utc'),
  ISDATE: (call) => (isDateText(call) ? 1n : 0n),
  MONTH: strict(([value], call) => BigInt(datePart(call, 'month', value ?? null))),
  SMALLDATETIMEFROMPARTS: strict((args, call) => {
    const [year = 0, month = 0, day = 0, hour = 0, minute = 0] = args.map(Number);
    const days = validDay(year, month, day, 'smalldatetime');
    if (days < dayNumber(1900, 1, 1) || days > dayNumber(2079, 6, 6)) throw sqlError(289, 'smalldatetime');
    return momentValue({ days, ticks: validTime(hour, minute, 0, 'smalldatetime') }, call.type, 'smalldatetime');
  }),
  SWITCHOFFSET: strict(([value, zone], call) => {
    if (!isOffset(value ?? null)) throw new Refusal('SWITCHOFFSET of something without an offset');
    return { utcTicks: (value as { utcTicks: bigint }).utcTicks, offsetMinutes: zoneMinutes(zone ?? null, call) };
  }),
  SYSDATETIME: clock('local'),
  SYSDATETIMEOFFSET: clock('local'),
  SYSUTCDATETIME: clock('utc'),
  TIMEFROMPARTS: strict((args, call) => {
    const [hour = 0, minute = 0, second = 0, fraction = 0, scale = 0] = args.map(Number);
    const ticks = validTime(hour, minute, second, 'time') + fractionTicks(fraction, scale, 'time');
    return momentValue({ days: 0, ticks }, call.type, 'time');
  }),
  TODATETIMEOFFSET: strict(([value, zone], call) => {
    const local = shown(value ?? null, call.typeOf(0));
    return momentValue(
      { days: local.days, ticks: local.ticks, offsetMinutes: zoneMinutes(zone ?? null, call) },
      call.type,
      'datetime2',
    );
  }),
  YEAR: strict(([value], call) => BigInt(datePart(call, 'year', value ?? null))),
} as const satisfies Record<string, FunctionBody>;

function dateAdd(call: Call, count: bigint, value: SqlValue): SqlValue {
  const part = partOf(call);
  const type = call.typeOf(1);
  checkPart(part, type, 'dateadd');
  if (part === 'iso_week' || part === 'tzoffset') throw sqlError(9810, part, 'dateadd', type.name);
  const moment = momentOf(value, type);
  if (type.name === 'time') {
    // Times go round the clock.
    const added = part === 'nanosecond' ? ticksOfNanoseconds(count) : count * (PART_TICKS[part] ?? 0n);
    const ticks = moment.ticks + added;
    return momentValue(
      { days: moment.days, ticks: ((ticks % TICKS_PER_DAY) + TICKS_PER_DAY) % TICKS_PER_DAY },
      call.type,
      'time',
    );
  }
  const moved = addParts(part, count, moment);
  if (!moved) throw sqlError(517, type.name);
  try {
    return momentValue(moved, call.type, type.name);
  } catch {
    throw sqlError(517, type.name);
  }
}

function dateDiff(call: Call, start: SqlValue, end: SqlValue): bigint {
  const part = partOf(call);
  const [a, b] = [call.typeOf(0), call.typeOf(1)];
  if (part === 'iso_week' || part === 'tzoffset') throw sqlError(9806, part, 'datediff');
  return boundaries(part, instant(start, a), instant(end, b));
}

function datePart(call: Call, part: Bound.DatePart, value: SqlValue): number | bigint {
  const type = call.typeOf(0);
  checkPart(part, type, call.node.function);
  const moment = momentOf(value, type);
  const { dateFirst } = call.env.host.format;
  switch (part) {
    case 'year':
      return civilDate(moment.days).year;
    case 'quarter':
      return Math.ceil(civilDate(moment.days).month / 3);
    case 'month':
      return civilDate(moment.days).month;
    case 'dayofyear':
      return dayOfYear(moment.days);
    case 'day':
      return civilDate(moment.days).day;
    case 'week':
      return weekOfYear(moment.days, dateFirst);
    case 'iso_week':
      return isoWeek(moment.days);
    case 'weekday':
      return weekday(moment.days, dateFirst);
    case 'hour':
      return moment.ticks / 36_000_000_000n;
    case 'minute':
      return (moment.ticks / 600_000_000n) % 60n;
    case 'second':
      return (moment.ticks / 10_000_000n) % 60n;
    case 'millisecond':
      return (moment.ticks / 10_000n) % 1000n;
    case 'microsecond':
      return (moment.ticks / 10n) % 1_000_000n;
    case 'nanosecond':
      return (moment.ticks % 10_000_000n) * 100n;
    case 'tzoffset':
      if (type.name !== 'datetimeoffset' && type.name !== 'datetime2')
        throw sqlError(9810, part, 'datepart', type.name);
      return moment.offsetMinutes ?? 0;
  }
}

function dateName(call: Call, value: SqlValue): string {
  const part = partOf(call);
  if (call.env.host.format.language !== 'us_english') throw new Refusal('DATENAME in another language');
  const number = Number(datePart(call, part, value));
  if (part === 'month') return MONTHS[number - 1] ?? '';
  if (part === 'weekday') return WEEKDAYS[(number - 1 + call.env.host.format.dateFirst) % 7] ?? '';
  return part === 'tzoffset' ? offsetSuffix(number) : String(number);
}

function validDay(year: number, month: number, day: number, type: string): number {
  if (!isDate(year, month, day)) throw sqlError(289, type);
  return dayNumber(year, month, day);
}

function validTime(hour: number, minute: number, second: number, type: string): bigint {
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59) throw sqlError(289, type);
  return BigInt((hour * 60 + minute) * 60 + second) * 10_000_000n;
}

/** A fraction given in units of the scale. */
function fractionTicks(fraction: number, scale: number, type: string): bigint {
  if (scale < 0 || scale > 7 || fraction < 0 || fraction >= 10 ** scale) throw sqlError(289, type);
  return BigInt(fraction) * unitOf(scale);
}

function fromParts(call: Call, args: readonly SqlValue[], type: 'datetime2' | 'datetimeoffset'): SqlValue {
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0, fraction = 0, ...rest] = args.map(Number);
  const scale = rest[rest.length - 1] ?? 7;
  const days = validDay(year, month, day, type);
  const ticks = validTime(hour, minute, second, type) + fractionTicks(fraction, scale, type);
  if (type === 'datetime2') return momentValue({ days, ticks }, call.type, type);
  const [hours = 0, minutes = 0] = rest;
  const offsetMinutes = hours * 60 + minutes;
  if (Math.abs(offsetMinutes) > 840 || (hours !== 0 && minutes !== 0 && hours < 0 !== minutes < 0))
    throw sqlError(289, type);
  return momentValue({ days, ticks, offsetMinutes }, call.type, type);
}

/** '+hh:mm', or minutes as a number. */
function zoneMinutes(zone: SqlValue, call: Call): number {
  let minutes = Number.NaN;
  if (typeof zone === 'bigint') minutes = Number(zone);
  else if (typeof zone === 'string') {
    const match = /^([+-])(\d{1,2}):(\d{2})$/.exec(zone.trim());
    if (match) minutes = (match[1] === '-' ? -1 : 1) * (Number(match[2]) * 60 + Number(match[3]));
  }
  if (Number.isNaN(minutes) || Math.abs(minutes) > 840) throw sqlError(9812, call.node.function.toLowerCase());
  return minutes;
}

/** Whether a text can become a datetime. */
function isDateText(call: Call): boolean {
  const value = call.value(0);
  const type = call.typeOf(0);
  if (value === null) return false;
  if (isDateOrTime(type)) return type.name === 'datetime' || type.name === 'smalldatetime';
  if (typeof value !== 'string' && typeof value !== 'bigint') return false;
  const text = String(value).trim();
  if (text === '') return false;
  const moment = parseMoment(text, 'legacy', call.env.host.format);
  return typeof moment !== 'string' && moment.year >= 1753;
}
