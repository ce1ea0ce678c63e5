/** How the engine counts moments: days from 0001-01-01, and units of 100 ns; datetime counts 1/300 s from 1900-01-01. */
export const TICKS_PER_DAY = 864_000_000_000n;
export const TICKS_PER_MINUTE = 600_000_000n;
export const LEGACY_TICKS_PER_DAY = 25_920_000n;
/** Days from 0001-01-01 to 1900-01-01. */
export const DAYS_TO_1900 = 693_595n;
/** Days from 0001-01-01 to 1970-01-01. */
const DAYS_TO_1970 = 719_162;
const MILLISECONDS_PER_DAY = 86_400_000;

/** The day of a text that begins with yyyy-MM-dd. */
export function dayOf(text: string): bigint {
  const date = new Date(0);
  date.setUTCFullYear(Number(text.slice(0, 4)), Number(text.slice(5, 7)) - 1, Number(text.slice(8, 10)));
  return BigInt(date.getTime() / MILLISECONDS_PER_DAY + DAYS_TO_1970);
}

/** yyyy-MM-dd */
export function dayText(day: bigint): string {
  return new Date((Number(day) - DAYS_TO_1970) * MILLISECONDS_PER_DAY).toISOString().slice(0, 10);
}
