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

export function guidBytes(text: string): Uint8Array {
  const written = Buffer.from(text.replaceAll('-', ''), 'hex');
  return Uint8Array.from(ORDER, (place) => written[place] ?? 0);
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
