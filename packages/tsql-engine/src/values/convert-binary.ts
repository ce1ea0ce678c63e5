import type { SqlType } from '@datamigrate/catalog';
import { isUnicode } from '@datamigrate/catalog';
import { Refusal, sqlError } from '../errors/sql-error.js';
import { floorDivide, LEGACY_TICKS_PER_DAY } from './calendar.js';
import { encode1252, encodeUtf16 } from './code-page.js';
import { abs } from './exact-numbers.js';
import { guidBytes } from './guid.js';
import type { SqlValue } from './sql-value.js';

const SIZES: Readonly<Record<string, number | undefined>> = {
  bit: 1,
  tinyint: 1,
  smallint: 2,
  int: 4,
  bigint: 8,
  money: 8,
  smallmoney: 4,
};

/** Conversions to binary and varbinary. Numbers keep their last bytes, everything else its first. */
export function toBinary(value: SqlValue, source: SqlType, target: SqlType, style: number, utf8 = false): Uint8Array {
  const limit = 'length' in target && target.length !== 'max' ? target.length : Number.POSITIVE_INFINITY;
  const fixed = target.name === 'binary';
  if (typeof value === 'bigint' && SIZES[source.name] !== undefined) {
    const size = SIZES[source.name] ?? 8;
    const bytes = bigEndian(value, size);
    if (bytes.length > limit) return bytes.slice(bytes.length - limit);
    if (!fixed) return bytes;
    const padded = new Uint8Array(limit);
    padded.set(bytes, limit - bytes.length);
    return padded;
  }
  const bytes = bytesOf(value, source, style, utf8);
  if (bytes.length > limit) return bytes.slice(0, limit);
  if (!fixed || bytes.length === limit) return bytes;
  const padded = new Uint8Array(limit);
  padded.set(bytes);
  return padded;
}

function bytesOf(value: SqlValue, source: SqlType, style: number, utf8: boolean): Uint8Array {
  if (value instanceof Uint8Array) return value;
  if (typeof value === 'string') {
    if (source.name === 'uniqueidentifier') return guidBytes(value);
    if (style === 1 || style === 2) return hexBytes(value, style);
    if (utf8) return new Uint8Array(utf8Bytes(value));
    return isUnicode(source) || source.name === 'xml' ? encodeUtf16(value) : encode1252(value);
  }
  if (typeof value === 'number') {
    const view = new DataView(new ArrayBuffer(source.name === 'real' ? 4 : 8));
    if (source.name === 'real') view.setFloat32(0, value);
    else view.setFloat64(0, value);
    return new Uint8Array(view.buffer);
  }
  if (typeof value === 'bigint' && source.name === 'decimal')
    return decimalBytes(value, source.precision, source.scale);
  if (typeof value === 'bigint' && source.name === 'datetime') {
    const days = floorDivide(value, LEGACY_TICKS_PER_DAY);
    const view = new DataView(new ArrayBuffer(8));
    view.setInt32(0, Number(days));
    view.setInt32(4, Number(value - days * LEGACY_TICKS_PER_DAY));
    return new Uint8Array(view.buffer);
  }
  throw new Refusal(`A conversion of ${source.name} to binary`);
}

export function utf8Bytes(text: string): number[] {
  const bytes: number[] = [];
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    if (code < 0x80) bytes.push(code);
    else if (code < 0x800) bytes.push(0xc0 | (code >> 6), 0x80 | (code & 63));
    else if (code < 0x10000) bytes.push(0xe0 | (code >> 12), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63));
    else bytes.push(0xf0 | (code >> 18), 0x80 | ((code >> 12) & 63), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63));
  }
  return bytes;
}

export function bigEndian(value: bigint, size: number): Uint8Array {
  const bytes = new Uint8Array(size);
  let rest = BigInt.asUintN(size * 8, value);
  for (let i = size - 1; i >= 0; i--) {
    bytes[i] = Number(rest & 0xffn);
    rest >>= 8n;
  }
  return bytes;
}

/** Styles 1 (with 0x) and 2 (without): hexadecimal digits, two for a byte. */
function hexBytes(text: string, style: number): Uint8Array {
  const digits = style === 1 ? (/^0x/i.test(text) ? text.slice(2) : undefined) : text;
  if (digits === undefined || digits.length % 2 !== 0 || /[^0-9a-f]/i.test(digits))
    throw sqlError(8114, 'varchar', 'varbinary');
  return Uint8Array.from({ length: digits.length / 2 }, (_, i) => Number.parseInt(digits.slice(2 * i, 2 * i + 2), 16));
}

/** Precision, scale, 0, sign, and the number in words of four bytes, small end first. */
function decimalBytes(value: bigint, precision: number, scale: number): Uint8Array {
  const magnitude: number[] = [];
  let rest = abs(value);
  while (rest > 0n || magnitude.length === 0 || magnitude.length % 4 !== 0) {
    magnitude.push(Number(rest & 0xffn));
    rest >>= 8n;
  }
  return Uint8Array.from([precision, scale, 0, value < 0n ? 0 : 1, ...magnitude]);
}
