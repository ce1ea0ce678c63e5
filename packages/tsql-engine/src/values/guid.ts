import { sqlError } from '../errors/sql-error.js';
import { hexText } from './code-page.js';

const CANONICAL = /^\{?([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})/i;

/** 36 characters, in braces or not; what follows them is ignored. */
export function parseGuid(text: string): string {
  const match = CANONICAL.exec(text);
  if (!match || (text.startsWith('{') && text[37] !== '}')) throw sqlError(8169);
  return (match[1] ?? '').toUpperCase();
}

/** Positions of the bytes in storage, by their place in the text. */
const BYTE_ORDER = [3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15] as const;

export function guidBytes(guid: string): Uint8Array {
  const digits = guid.replaceAll('-', '');
  const written = Array.from({ length: 16 }, (_, i) => Number.parseInt(digits.slice(2 * i, 2 * i + 2), 16));
  return Uint8Array.from(BYTE_ORDER, (place) => written[place] ?? 0);
}

export function guidFromBytes(bytes: Uint8Array): string {
  const written = new Uint8Array(16);
  BYTE_ORDER.forEach((place, i) => {
    written[place] = bytes[i] ?? 0;
  });
  const hex = hexText(written);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/** Guids are ordered by their byte groups from the last to the first. */
export function guidSortKey(guid: string): string {
  const bytes = hexText(guidBytes(guid));
  const group = (from: number, to: number): string => bytes.slice(from * 2, to * 2);
  return group(10, 16) + group(8, 10) + group(6, 8) + group(4, 6) + group(0, 4);
}
