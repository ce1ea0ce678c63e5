import { type StringType, string } from '@datamigrate/catalog';
import type { SqlValue } from '@datamigrate/tsql-engine';
import { MAX_LENGTH, NULL_LENGTH, TYPE } from '../protocol/type-tokens.js';
import type { ByteReader } from '../wire/byte-reader.js';
import { readChunked, writeChunked } from './chunked.js';
import { decodeText, encodeText } from './code-page-text.js';
import { collationBytes, isUtf8 } from './collation-bytes.js';
import { misfit, type ReadType, type WireType } from './wire-type.js';

const TOKENS = { char: TYPE.char, varchar: TYPE.varchar, nchar: TYPE.nchar, nvarchar: TYPE.nvarchar } as const;

export function textType({ name, length }: StringType, collation: string): WireType {
  const wide = name === 'nchar' || name === 'nvarchar';
  const codes = collationBytes(collation);
  const encode = encoder(wide, isUtf8(codes));
  const size = length === 'max' ? MAX_LENGTH : wide ? length * 2 : length;
  return {
    writeInfo: (out) => void out.uint8(TOKENS[name]).uint16(size).bytes(codes),
    write(out, value) {
      if (value !== null && typeof value !== 'string') misfit(value, name);
      if (length === 'max') writeChunked(out, value === null ? null : encode(value));
      else if (value === null) out.uint16(NULL_LENGTH);
      else if (wide) out.uint16(value.length * 2).utf16(value);
      else {
        const bytes = encode(value);
        out.uint16(bytes.length).bytes(bytes);
      }
    },
  };
}

function encoder(wide: boolean, utf8: boolean): (text: string) => Uint8Array {
  return wide ? (text) => Buffer.from(text, 'utf16le') : (text) => encodeText(text, utf8);
}

/** NVARCHAR, NCHAR, VARCHAR and CHAR with a length of two bytes. */
export function readText(reader: ByteReader, name: StringType['name']): ReadType {
  const wide = name === 'nchar' || name === 'nvarchar';
  const size = reader.uint16();
  const utf8 = isUtf8(reader.bytes(5));
  const decode = (bytes: Buffer): string => (wide ? bytes.toString('utf16le') : decodeText(bytes, utf8));
  if (size === MAX_LENGTH) {
    return { type: string(name, 'max'), read: (values) => decoded(readChunked(values), decode) };
  }
  const length = Math.max(1, wide ? size >> 1 : size);
  return {
    type: string(name, length),
    read(values) {
      const given = values.uint16();
      return given === NULL_LENGTH ? null : decode(values.bytes(given));
    },
  };
}

/** VARCHAR and CHAR of old, with a length of one byte and no collation. */
export function readOldText(reader: ByteReader, name: 'char' | 'varchar'): ReadType {
  const length = Math.max(1, reader.uint8());
  return {
    type: string(name, length),
    read(values) {
      const given = values.uint8();
      return given === 0 ? null : decodeText(values.bytes(given), false);
    },
  };
}

function decoded(bytes: Buffer | null, decode: (bytes: Buffer) => string): SqlValue {
  return bytes === null ? null : decode(bytes);
}
