import type { SqlType } from '@datamigrate/catalog';
import { sqlError } from '../errors/sql-error.js';
import { civilDate, floorDivide, MONTHS, TICKS_PER_DAY, TICKS_PER_MINUTE } from './calendar.js';
import { legacyTimeTicks, offsetSuffix, splitLegacy, timeText, two } from './format-value.js';
import { isOffset, type SqlValue } from './sql-value.js';

/** What a style has to work with. */
interface Pieces {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly clock: string;
  /** `:123` for the older types, `.1234567` for the newer, empty where there are no digits. */
  readonly fraction: string;
  readonly legacy: boolean;
  readonly fractionIsZero: boolean;
  readonly offset: string;
  readonly utcMinutes: number;
}

type Writer = (p: Pieces) => string;

const yyyy: Writer = (p) => String(p.year).padStart(4, '0');
const yy: Writer = (p) => two(p.year % 100);
const mm: Writer = (p) => two(p.month);
const dd: Writer = (p) => two(p.day);
const mon: Writer = (p) => (MONTHS[p.month - 1] ?? '').slice(0, 3);
const blankDay: Writer = (p) => String(p.day).padStart(2, ' ');
const hour12: Writer = (p) => String(p.hour % 12 === 0 ? 12 : p.hour % 12).padStart(2, ' ');
const half: Writer = (p) => (p.hour < 12 ? 'AM' : 'PM');
const minutes: Writer = (p) => p.clock.slice(3, 5);
const colonFraction: Writer = (p) => (p.fraction === '' ? '' : `${p.legacy ? ':' : '.'}${p.fraction}`);
const dotFraction: Writer = (p) => (p.fraction === '' ? '' : `.${p.fraction}`);
const isoFraction: Writer = (p) => (p.fractionIsZero ? '' : dotFraction(p));

/** The date part and the time part of a style, and what stands between them. */
interface StyleFact {
  readonly date?: Writer;
  readonly time?: Writer;
  readonly between?: string;
  /** Behind a time: the offset of a datetimeoffset. */
  readonly offset?: Writer;
}

const spaceOffset: Writer = (p) => (p.offset === '' ? '' : ` ${p.offset}`);

const MON_DAY_YEAR: Writer = (p) => `${mon(p)} ${blankDay(p)} ${yyyy(p)}`;
const SHORT_TIME: Writer = (p) => `${hour12(p)}:${minutes(p)}${half(p)}`;
const LONG_TIME: Writer = (p) => `${hour12(p)}${p.clock.slice(2)}${colonFraction(p)}${half(p)}`;
const CLOCK: Writer = (p) => p.clock;
const CLOCK_COLON: Writer = (p) => `${p.clock}${colonFraction(p)}`;
const CLOCK_DOT: Writer = (p) => `${p.clock}${dotFraction(p)}`;
const ISO_DATE: Writer = (p) => `${yyyy(p)}-${mm(p)}-${dd(p)}`;

const DEFAULT: StyleFact = { date: MON_DAY_YEAR, time: SHORT_TIME, offset: spaceOffset };
const DEFAULT_LONG: StyleFact = { date: MON_DAY_YEAR, time: LONG_TIME, offset: spaceOffset };
const TIME: StyleFact = { time: CLOCK };
const TIME_FRACTION: StyleFact = { time: CLOCK_COLON, offset: spaceOffset };
const EUROPE: StyleFact = {
  date: (p) => `${dd(p)} ${mon(p)} ${yyyy(p)}`,
  time: CLOCK_COLON,
  offset: spaceOffset,
};
const ODBC: StyleFact = { date: ISO_DATE, time: CLOCK, offset: spaceOffset };
const ODBC_FRACTION: StyleFact = { date: ISO_DATE, time: CLOCK_DOT, offset: spaceOffset };

/** learn.microsoft.com/sql/t-sql/functions/cast-and-convert-transact-sql (date and time styles) */
const STYLES: Readonly<Record<number, StyleFact | undefined>> = {
  0: DEFAULT,
  100: DEFAULT,
  1: { date: (p) => `${mm(p)}/${dd(p)}/${yy(p)}` },
  101: { date: (p) => `${mm(p)}/${dd(p)}/${yyyy(p)}` },
  2: { date: (p) => `${yy(p)}.${mm(p)}.${dd(p)}` },
  102: { date: (p) => `${yyyy(p)}.${mm(p)}.${dd(p)}` },
  3: { date: (p) => `${dd(p)}/${mm(p)}/${yy(p)}` },
  103: { date: (p) => `${dd(p)}/${mm(p)}/${yyyy(p)}` },
  4: { date: (p) => `${dd(p)}.${mm(p)}.${yy(p)}` },
  104: { date: (p) => `${dd(p)}.${mm(p)}.${yyyy(p)}` },
  5: { date: (p) => `${dd(p)}-${mm(p)}-${yy(p)}` },
  105: { date: (p) => `${dd(p)}-${mm(p)}-${yyyy(p)}` },
  6: { date: (p) => `${dd(p)} ${mon(p)} ${yy(p)}` },
  106: { date: (p) => `${dd(p)} ${mon(p)} ${yyyy(p)}` },
  7: { date: (p) => `${mon(p)} ${dd(p)}, ${yy(p)}` },
  107: { date: (p) => `${mon(p)} ${dd(p)}, ${yyyy(p)}` },
  8: TIME,
  24: TIME,
  108: TIME,
  9: DEFAULT_LONG,
  109: DEFAULT_LONG,
  10: { date: (p) => `${mm(p)}-${dd(p)}-${yy(p)}` },
  110: { date: (p) => `${mm(p)}-${dd(p)}-${yyyy(p)}` },
  11: { date: (p) => `${yy(p)}/${mm(p)}/${dd(p)}` },
  111: { date: (p) => `${yyyy(p)}/${mm(p)}/${dd(p)}` },
  12: { date: (p) => `${yy(p)}${mm(p)}${dd(p)}` },
  112: { date: (p) => `${yyyy(p)}${mm(p)}${dd(p)}` },
  13: EUROPE,
  113: EUROPE,
  14: TIME_FRACTION,
  114: TIME_FRACTION,
  20: ODBC,
  120: ODBC,
  21: ODBC_FRACTION,
  25: ODBC_FRACTION,
  121: ODBC_FRACTION,
  22: {
    date: (p) => `${mm(p)}/${dd(p)}/${yy(p)}`,
    time: (p) => `${hour12(p)}${p.clock.slice(2)} ${half(p)}`,
  },
  23: { date: ISO_DATE },
  126: { date: ISO_DATE, time: (p) => `${p.clock}${isoFraction(p)}`, between: 'T', offset: (p) => p.offset },
  127: {
    date: ISO_DATE,
    time: (p) => `${p.clock}${isoFraction(p)}`,
    between: 'T',
    offset: (p) => (p.offset === '' ? '' : p.utcMinutes === 0 ? 'Z' : p.offset),
  },
};

/** A date or time as text in a style of CONVERT; without a style as CAST writes it. */
export function momentText(value: SqlValue, type: SqlType, style: number | undefined, target: string): string {
  const legacy = type.name === 'datetime' || type.name === 'smalldatetime';
  const fact = STYLES[style ?? (legacy ? 0 : 121)];
  if (!fact) throw sqlError(281, style ?? 0, type.name);
  const pieces = piecesOf(value, type, style === 127);
  const hasDate = type.name !== 'time';
  const hasTime = type.name !== 'date';
  const date = hasDate ? fact.date?.(pieces) : undefined;
  const time = hasTime ? fact.time?.(pieces) : undefined;
  if (date === undefined && time === undefined) throw sqlError(8114, type.name, target);
  const joined = date === undefined ? (time ?? '') : time === undefined ? date : `${date}${fact.between ?? ' '}${time}`;
  return time === undefined ? joined : `${joined}${fact.offset?.(pieces) ?? ''}`;
}

function piecesOf(value: SqlValue, type: SqlType, utc: boolean): Pieces {
  let days = 0;
  let ticks = 0n;
  let digits = 0;
  let offset = '';
  let utcMinutes = 0;
  const legacy = type.name === 'datetime' || type.name === 'smalldatetime';
  if (isOffset(value)) {
    const local = utc ? value.utcTicks : value.utcTicks + BigInt(value.offsetMinutes) * TICKS_PER_MINUTE;
    days = Number(floorDivide(local, TICKS_PER_DAY));
    ticks = local - BigInt(days) * TICKS_PER_DAY;
    utcMinutes = utc ? 0 : value.offsetMinutes;
    offset = offsetSuffix(utcMinutes);
    digits = type.name === 'datetimeoffset' ? type.scale : 7;
  } else if (typeof value === 'bigint') {
    switch (type.name) {
      case 'date':
        days = Number(value);
        break;
      case 'time':
        ticks = value;
        digits = type.scale;
        break;
      case 'datetime': {
        const [whole, rest] = splitLegacy(value);
        days = whole;
        ticks = legacyTimeTicks(rest);
        digits = 3;
        break;
      }
      default:
        days = Number(value / TICKS_PER_DAY);
        ticks = value % TICKS_PER_DAY;
        digits = type.name === 'datetime2' ? type.scale : type.name === 'smalldatetime' ? 3 : 7;
    }
  }
  const text = timeText(ticks, digits);
  const fraction = text.slice(9);
  return {
    ...civilDate(days),
    hour: Number(text.slice(0, 2)),
    clock: text.slice(0, 8),
    fraction,
    legacy,
    fractionIsZero: /^0*$/.test(fraction),
    offset,
    utcMinutes,
  };
}
