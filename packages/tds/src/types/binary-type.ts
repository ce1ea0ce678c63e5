import { type BinaryType, binary } from '@datamigrate/catalog';
import type { SqlValue } from '@datamigrate/tsql-engine';
import { MAX_LENGTH, NULL_LENGTH, TYPE } from '../protocol/type-tokens.js';
import type { ByteReader } from '../wire/byte-reader.js';
import { readChunked, writeChunked } from './chunked.js';
import { misfit, type ReadType, type WireType } from './wire-type.js';

export function binaryType({ name, length }: BinaryType): WireType {
  const size = length === 'max' ? MAX_LENGTH : length;
  return {
    writeInfo: (out) => void out.uint8(TYPE[name]).uint16(size),
    write(out, value) {
      const bytes = value === null ? null : bytesOf(value);
      if (length === 'max') writeChunked(out, bytes);
      else if (bytes === null) out.uint16(NULL_LENGTH);
      else out.uint16(bytes.length).bytes(bytes);
    },
  };
}

/** rowversion is a number to the engine. */
export function bytesOf(value: SqlValue): Uint8Array {
  if (value instanceof Uint8Array) return value;
  if (typeof value !== 'bigint') misfit(value, 'binary');
  const bytes = Buffer.alloc(8);
  bytes.writeBigInt64BE(value);
  return bytes;
}

export function readBinary(reader: ByteReader, name: BinaryType['name']): ReadType {
  const size = reader.uint16();
  if (size === MAX_LENGTH) return { type: binary(name, 'max'), read: (values) => readChunked(values) };
  return {
    type: binary(name, Math.max(1, size)),
    read(values) {
      const given = values.uint16();
      return given === NULL_LENGTH ? null : Uint8Array.from(values.bytes(given));
    },
  };
}

/** VARBINARY and BINARY of old, with a length of one byte. */
export function readOldBinary(reader: ByteReader, name: BinaryType['name']): ReadType {
  const length = Math.max(1, reader.uint8());
  return {
    type: binary(name, length),
    read(values) {
      const given = values.uint8();
      return given === 0 ? null : Uint8Array.from(values.bytes(given));
    },
  };
}
