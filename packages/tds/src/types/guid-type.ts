import { plain } from '@datamigrate/catalog';
import { TYPE } from '../protocol/type-tokens.js';
import type { ByteReader } from '../wire/byte-reader.js';
import { misfit, type ReadType, type WireType } from './wire-type.js';

/** Places of the bytes on the wire, by their place in the text. */
const ORDER = [3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15] as const;

export const GUID: WireType = {
  writeInfo: (out) => void out.uint8(TYPE.guid).uint8(16),
  write(out, value) {
    if (value === null) {
      out.uint8(0);
      return;
    }
    if (typeof value !== 'string') misfit(value, 'uniqueidentifier');
    out.uint8(16).bytes(guidBytes(value));
  },
};

/** Where in the text the two digits of each byte stand, in the order of the wire. */
const DIGITS_AT: readonly number[] = ORDER.map(
  (place) => place * 2 + (place < 4 ? 0 : place < 6 ? 1 : place < 8 ? 2 : place < 10 ? 3 : 4),
);

export function guidBytes(text: string): Uint8Array {
  const bytes = new Uint8Array(16);
  for (let i = 0; i < 16; i++) {
    const at = DIGITS_AT[i] ?? 0;
    bytes[i] = (digit(text.charCodeAt(at)) << 4) | digit(text.charCodeAt(at + 1));
  }
  return bytes;
}

/** 0 to 9 have the codes from 48 on, A from 65, a from 97. */
function digit(code: number): number {
  return code < 65 ? code - 48 : (code & 0x0f) + 9;
}

export function readGuid(reader: ByteReader): ReadType {
  reader.uint8();
  return {
    type: plain('uniqueidentifier'),
    read(values) {
      const length = values.uint8();
      if (length === 0) return null;
      const bytes = values.bytes(length);
      const hex = Buffer.from(ORDER.map((place) => bytes[place] ?? 0))
        .toString('hex')
        .toUpperCase();
      return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
    },
  };
}
