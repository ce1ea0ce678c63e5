import type { SqlType } from '@datamigrate/catalog';
import { sqlError } from '../errors/sql-error.js';
import {
  DAYS_TO_1900,
  dayNumber,
  floorDivide,
  LAST_DAY,
  LEGACY_TICKS_PER_DAY,
  TICKS_PER_DAY,
  TICKS_PER_MINUTE,
} from './calendar.js';
import { splitLegacy } from './format-value.js';
import { isOffset, type OffsetValue, type SqlValue } from './sql-value.js';

/** Any date or time in one form: local day and 100 ns ticks of it, and the offset where the type has one. */
export interface LocalMoment {
  readonly days: number;
  readonly ticks: bigint;
  readonly offsetMinutes?: number | undefined;
}

/** A value of a date or time type taken apart. A time stands on 1900-01-01. */
export function momentOf(value: SqlValue, type: SqlType): LocalMoment {
  if (isOffset(value)) {
    const local = value.utcTicks + BigInt(value.offsetMinutes) * TICKS_PER_MINUTE;
    return splitTicks(local, value.offsetMinutes);
  }
  const count = value as bigint;
  switch (type.name) {
    case 'date':
      return { days: Number(count), ticks: 0n };
    case 'time':
      return { days: DAYS_TO_1900, ticks: count };
    case 'datetime': {
      const [days, ticks] = splitLegacy(count);
      return { days, ticks: (ticks * 200_000n + 3n) / 6n };
    }
    default:
      return splitTicks(count);
  }
}

export function splitTicks(ticks: bigint, offsetMinutes?: number): LocalMoment {
  const days = floorDivide(ticks, TICKS_PER_DAY);
  return { days: Number(days), ticks: ticks - days * TICKS_PER_DAY, offsetMinutes };
}

const FIRST_LEGACY_DAY = dayNumber(1753, 1, 1);
const LAST_SMALL_DAY = dayNumber(2079, 6, 6);

/** The moment as a value of a type, rounded as that type rounds; `source` names the old type in errors. */
export function momentValue(moment: LocalMoment, type: SqlType, source: string): SqlValue {
  switch (type.name) {
    case 'date':
      return BigInt(moment.days);
    case 'time': {
      const unit = unitOf(type.scale);
      const rounded = roundTo(moment.ticks, unit);
      // There is no day to carry into.
      return rounded >= TICKS_PER_DAY ? TICKS_PER_DAY - unit : rounded;
    }
    case 'datetime':
      return legacyValue(moment, source, 'datetime');
    case 'smalldatetime':
      return smallValue(moment, source);
    case 'datetime2': {
      const ticks = roundTo(totalTicks(moment), unitOf(type.scale));
      if (ticks < 0n || ticks > MAX_TICKS) return MAX_TICKS - (MAX_TICKS % unitOf(type.scale));
      return ticks;
    }
    default: {
      const scale = type.name === 'datetimeoffset' ? type.scale : 7;
      return offsetValue(moment, scale);
    }
  }
}

const MAX_TICKS = BigInt(LAST_DAY + 1) * TICKS_PER_DAY - 1n;

export function totalTicks(moment: LocalMoment): bigint {
  return BigInt(moment.days) * TICKS_PER_DAY + moment.ticks;
}

function offsetValue(moment: LocalMoment, scale: number): OffsetValue {
  const offsetMinutes = moment.offsetMinutes ?? 0;
  const local = roundTo(totalTicks(moment), unitOf(scale));
  const utcTicks = local - BigInt(offsetMinutes) * TICKS_PER_MINUTE;
  if (utcTicks < 0n || utcTicks > MAX_TICKS) throw sqlError(241);
  return { utcTicks, offsetMinutes };
}

/** 1/300 s since 1900, rounded; the type begins in 1753. */
export function legacyValue(moment: LocalMoment, source: string, target: string): bigint {
  if (moment.days < FIRST_LEGACY_DAY || moment.days > LAST_DAY) throw sqlError(242, source, target);
  const value = BigInt(moment.days - DAYS_TO_1900) * LEGACY_TICKS_PER_DAY + (moment.ticks * 6n + 100_000n) / 200_000n;
  if (value >= LEGACY_END) throw sqlError(242, source, target);
  return value;
}

export const LEGACY_START = BigInt(FIRST_LEGACY_DAY - DAYS_TO_1900) * LEGACY_TICKS_PER_DAY;
export const LEGACY_END = BigInt(LAST_DAY + 1 - DAYS_TO_1900) * LEGACY_TICKS_PER_DAY;

/** Minutes, rounded behind the 1/300 s step; from 1900 to 2079-06-06. */
function smallValue(moment: LocalMoment, source: string): bigint {
  if (moment.days < DAYS_TO_1900 || moment.days > LAST_SMALL_DAY) throw sqlError(242, source, 'smalldatetime');
  const legacy = (moment.ticks * 6n + 100_000n) / 200_000n;
  const minutes = (legacy + 9_000n) / 18_000n;
  const value = BigInt(moment.days) * TICKS_PER_DAY + minutes * TICKS_PER_MINUTE;
  if (value >= BigInt(LAST_SMALL_DAY + 1) * TICKS_PER_DAY) throw sqlError(242, source, 'smalldatetime');
  return value;
}

/** 100 ns ticks of one step of a scale. */
export function unitOf(scale: number): bigint {
  return 10n ** BigInt(7 - scale);
}

function roundTo(ticks: bigint, unit: bigint): bigint {
  return unit === 1n ? ticks : ((ticks + unit / 2n) / unit) * unit;
}
