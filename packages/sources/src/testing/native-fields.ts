import { hex, join, wide } from './write-bcp.js';

/** Values in the native form of bcp, written from its documentation and not by what reads them. */
export const bytesOf = (value: bigint, length: number): Uint8Array =>
  Uint8Array.from({ length }, (_, i) => Number((BigInt.asUintN(length * 8, value) >> BigInt(8 * i)) & 0xffn));

/** SQL_NUMERIC_STRUCT: precision, scale, sign, 16 bytes of a number. */
export function numeric(text: string, precision: number, scale: number): Uint8Array {
  const magnitude = BigInt(text.replace(/[-.]/g, ''));
  return join(Uint8Array.of(precision, scale, text.startsWith('-') ? 0 : 1), bytesOf(magnitude, 16));
}

/** DBCY: the high half in front of the low one. */
export function money(text: string): Uint8Array {
  const value = BigInt(text.replace('.', ''));
  return join(bytesOf(value >> 32n, 4), bytesOf(value, 4));
}

export function float(value: number, length: 4 | 8): Uint8Array {
  const view = new DataView(new ArrayBuffer(length));
  if (length === 4) view.setFloat32(0, value, true);
  else view.setFloat64(0, value, true);
  return new Uint8Array(view.buffer);
}

const DAY = 86_400_000;
const daysFrom = (start: number, day: string): bigint =>
  BigInt(Math.round((Date.parse(`${day}T00:00Z`) - start) / DAY));
const YEAR_ONE = Date.parse('0001-01-01T00:00Z');
const YEAR_1900 = Date.parse('1900-01-01T00:00Z');

/** Days from 0001-01-01 in 3 bytes. */
export const date = (day: string): Uint8Array => bytesOf(daysFrom(YEAR_ONE, day), 3);

/** Ticks of 100 ns since midnight in 5 bytes, whatever the scale of the column. */
export function time(text: string): Uint8Array {
  const [clock = '', fraction = ''] = text.split('.');
  const [hours = 0, minutes = 0, seconds = 0] = clock.split(':').map(Number);
  const whole = BigInt(hours * 3600 + minutes * 60 + seconds) * 10_000_000n;
  return bytesOf(whole + BigInt(fraction.padEnd(7, '0')), 5);
}

export const datetime2 = (day: string, clock: string): Uint8Array => join(time(clock), date(day));

/** The moment in UTC, and the minutes that the clock there is ahead. */
export const datetimeoffset = (day: string, clock: string, minutes: number): Uint8Array =>
  join(datetime2(day, clock), bytesOf(BigInt(minutes), 2));

/** Days from 1900, and 300ths of a second. */
export const datetime = (day: string, ticks: number): Uint8Array =>
  join(bytesOf(daysFrom(YEAR_1900, day), 4), bytesOf(BigInt(ticks), 4));

/** Days from 1900, and minutes, in 2 bytes each. */
export const smalldatetime = (day: string, minutes: number): Uint8Array =>
  join(bytesOf(daysFrom(YEAR_1900, day), 2), bytesOf(BigInt(minutes), 2));

/** The first three groups with their lowest byte first. */
export function guid(text: string): Uint8Array {
  const [a = '', b = '', c = '', ...rest] = text.split('-');
  const turned = [a, b, c].map((group) => hex(group).reverse());
  return join(...turned, hex(rest.join('')));
}

/** sql_variant: type, bytes of properties, properties, value. */
export const variant = (type: number, properties: string, value: Uint8Array): Uint8Array =>
  join(Uint8Array.of(type), Uint8Array.of(hex(properties).length), hex(properties), value);

export { hex, wide };
