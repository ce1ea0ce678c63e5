import type { SqlValue } from '@datamigrate/tsql-engine';

/** Dates and times as the engine counts them, from the texts of CONVERT with the styles 23, 120 and 121. */

const TICKS_PER_DAY = 864_000_000_000n;
const TICKS_PER_MINUTE = 600_000_000n;
const DAYS_TO_1970 = 719_162;
const DAYS_TO_1900 = 693_595n;
const LEGACY_TICKS_PER_DAY = 25_920_000n;

/** Days since 0001-01-01. */
export function dateValue(text: string): bigint {
  const date = new Date(0);
  date.setUTCFullYear(Number(text.slice(0, 4)), Number(text.slice(5, 7)) - 1, Number(text.slice(8, 10)));
  return BigInt(date.getTime() / 86_400_000 + DAYS_TO_1970);
}

/** Units of 100 ns since midnight. */
export function timeValue(text: string): bigint {
  const seconds = Number(text.slice(0, 2)) * 3600 + Number(text.slice(3, 5)) * 60 + Number(text.slice(6, 8));
  return BigInt(seconds) * 10_000_000n + BigInt(text.slice(9).padEnd(7, '0').slice(0, 7) || '0');
}

export function momentValue(text: string): bigint {
  return dateValue(text) * TICKS_PER_DAY + timeValue(text.slice(11));
}

/** datetime counts 1/300 s; the text has it at milliseconds. */
export function legacyValue(text: string): bigint {
  const ticks = timeValue(text.slice(11));
  return (dateValue(text) - DAYS_TO_1900) * LEGACY_TICKS_PER_DAY + (ticks * 3n + 50_000n) / 100_000n;
}

/** `2024-02-29 01:30:00.0000000 +05:30` */
export function offsetValue(text: string): SqlValue {
  const at = text.lastIndexOf(' ');
  const [, sign, hours = '0', minutes = '0'] = /([+-])(\d\d):(\d\d)$/.exec(text) ?? [];
  const size = Number(hours) * 60 + Number(minutes);
  const offsetMinutes = sign === '-' ? -size : size;
  return { utcTicks: momentValue(text.slice(0, at)) - BigInt(offsetMinutes) * TICKS_PER_MINUTE, offsetMinutes };
}
