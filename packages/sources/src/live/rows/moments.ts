import type { SqlValue } from '@datamigrate/tsql-engine';
import {
  DAYS_TO_1900,
  dayOf,
  LEGACY_TICKS_PER_DAY,
  TICKS_PER_DAY,
  TICKS_PER_MINUTE,
} from '../../values/moment-units.js';

/** Dates and times as the engine counts them, from the texts of CONVERT with the styles 23, 120 and 121. */

/** Units of 100 ns since midnight. */
export function timeValue(text: string): bigint {
  const seconds = Number(text.slice(0, 2)) * 3600 + Number(text.slice(3, 5)) * 60 + Number(text.slice(6, 8));
  return BigInt(seconds) * 10_000_000n + BigInt(text.slice(9).padEnd(7, '0').slice(0, 7) || '0');
}

export function momentValue(text: string): bigint {
  return dayOf(text) * TICKS_PER_DAY + timeValue(text.slice(11));
}

/** datetime counts 1/300 s; the text has it at milliseconds. */
export function legacyValue(text: string): bigint {
  const ticks = timeValue(text.slice(11));
  return (dayOf(text) - DAYS_TO_1900) * LEGACY_TICKS_PER_DAY + (ticks * 3n + 50_000n) / 100_000n;
}

/** `2024-02-29 01:30:00.0000000 +05:30` */
export function offsetValue(text: string): SqlValue {
  const at = text.lastIndexOf(' ');
  const [, sign, hours = '0', minutes = '0'] = /([+-])(\d\d):(\d\d)$/.exec(text) ?? [];
  const size = Number(hours) * 60 + Number(minutes);
  const offsetMinutes = sign === '-' ? -size : size;
  return { utcTicks: momentValue(text.slice(0, at)) - BigInt(offsetMinutes) * TICKS_PER_MINUTE, offsetMinutes };
}
