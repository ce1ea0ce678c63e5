import { plain } from '@datamigrate/catalog';
import { TYPE } from '../protocol/type-tokens.js';
import type { ByteReader } from '../wire/byte-reader.js';
import { readChunked, writeChunked } from './chunked.js';
import { misfit, type ReadType, type WireType } from './wire-type.js';

const BYTE_ORDER_MARK = '\ufeff';

export const XML: WireType = {
  /** Without a schema collection. */
  writeInfo: (out) => void out.uint8(TYPE.xml).uint8(0),
  write(out, value) {
    if (value !== null && typeof value !== 'string') misfit(value, 'xml');
    writeChunked(out, value === null ? null : Buffer.from(value, 'utf16le'));
  },
};

export function readXml(reader: ByteReader): ReadType {
  if (reader.uint8() !== 0) {
    reader.shortText();
    reader.shortText();
    reader.text();
  }
  return {
    type: plain('xml'),
    read(values) {
      const bytes = readChunked(values);
      if (bytes === null) return null;
      const text = bytes.toString('utf16le');
      return text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text;
    },
  };
}
