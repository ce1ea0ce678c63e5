import type { SqlType } from '@datamigrate/catalog';
import { decimalText } from '@datamigrate/foundation';
import {
  civilDate,
  DAYS_TO_1900,
  floorDivide,
  LEGACY_TICKS_PER_DAY,
  TICKS_PER_DAY,
  TICKS_PER_MINUTE,
} from './calendar.js';
import { hexText } from './code-page.js';
import { shortestFloatText, shortestRealText } from './float-text.js';
import { isOffset, isVariant, type OffsetValue, type SqlValue, scaleOf } from './sql-value.js';

/** A value as text: one fixed form for each type, with which results are compared. */
export function formatValue(value: SqlValue, type: SqlType): string | null {
  if (value === null) return null;
  if (isVariant(value)) return formatValue(value.inner, value.type);
  if (isOffset(value)) return offsetText(value, type.name === 'datetimeoffset' ? type.scale : 7);
  if (value instanceof Uint8Array) return `0x${hexText(value)}`;
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return type.name === 'real' ? shortestRealText(value) : shortestFloatText(value);
  switch (type.name) {
    case 'date':
      return dateText(Number(value));
    case 'time':
      return timeText(value, type.scale);
    case 'datetime2':
      return `${dateText(Number(floorDivide(value, TICKS_PER_DAY)))} ${timeText(value % TICKS_PER_DAY, type.scale)}`;
    case 'smalldatetime':
      return `${dateText(Number(floorDivide(value, TICKS_PER_DAY)))} ${timeText(value % TICKS_PER_DAY, 0)}`;
    case 'datetime': {
      const [days, ticks] = splitLegacy(value);
      return `${dateText(days)} ${timeText(legacyTimeTicks(ticks), 3)}`;
    }
    default:
      return decimalText(value, scaleOf(type));
  }
}

/** A datetime as days since 0001-01-01 and 1/300 s of the day. */
export function splitLegacy(value: bigint): [number, bigint] {
  const days = floorDivide(value, LEGACY_TICKS_PER_DAY);
  return [Number(days) + DAYS_TO_1900, value - days * LEGACY_TICKS_PER_DAY];
}

/** 1/300 s as 100 ns ticks, at the millisecond that SQL Server shows: .000, .003, .007. */
export function legacyTimeTicks(ticks: bigint): bigint {
  return ((ticks * 10n + 1n) / 3n) * 10_000n;
}

export function dateText(days: number): string {
  const { year, month, day } = civilDate(days);
  return `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}`;
}

/** hh:mm:ss with `scale` digits of fraction. */
export function timeText(ticks: bigint, scale: number): string {
  const seconds = Number(ticks / 10_000_000n);
  const clock = `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  if (scale === 0) return clock;
  return `${clock}.${(ticks % 10_000_000n).toString().padStart(7, '0').slice(0, scale)}`;
}

export function offsetText(value: OffsetValue, scale: number): string {
  const local = value.utcTicks + BigInt(value.offsetMinutes) * TICKS_PER_MINUTE;
  const days = floorDivide(local, TICKS_PER_DAY);
  return `${dateText(Number(days))} ${timeText(local - days * TICKS_PER_DAY, scale)} ${offsetSuffix(value.offsetMinutes)}`;
}

export function offsetSuffix(minutes: number): string {
  const size = Math.abs(minutes);
  return `${minutes < 0 ? '-' : '+'}${two(Math.floor(size / 60))}:${two(size % 60)}`;
}

export function two(value: number): string {
  return value < 10 ? `0${value}` : String(value);
}
