import { plain, type SqlType } from '@datamigrate/catalog';
import type { SqlValue } from '@datamigrate/tsql-engine';
import { TYPE } from '../protocol/type-tokens.js';
import { ByteReader } from '../wire/byte-reader.js';
import { Malformed } from '../wire/malformed.js';
import { decodeText } from './code-page-text.js';
import { isUtf8 } from './collation-bytes.js';
import { readMoney } from './exact-type.js';
import { readFloat } from './float-type.js';
import { readBit, readInteger } from './integer-type.js';
import { readLegacyMoment } from './moment-type.js';
import type { ReadType } from './wire-type.js';

/** A parameter of sql_variant: types without properties, and text. */
export function readVariant(reader: ByteReader): ReadType {
  reader.uint32();
  return {
    type: plain('sql_variant'),
    read(values) {
      const length = values.uint32();
      return length === 0 ? null : variantFrom(new ByteReader(values.bytes(length)));
    },
  };
}

function variantFrom(body: ByteReader): SqlValue {
  const token = body.uint8();
  const properties = new ByteReader(body.bytes(body.uint8()));
  const plainType = PLAIN.get(token);
  if (plainType) return { type: plainType.type, inner: plainType.read(body) };
  const bytes = body.bytes(body.rest);
  switch (token) {
    case TYPE.nvarchar:
    case TYPE.nchar: {
      const type: SqlType = { name: 'nvarchar', length: Math.max(1, bytes.length >> 1) };
      return { type, inner: bytes.toString('utf16le') };
    }
    case TYPE.varchar:
    case TYPE.char: {
      const utf8 = isUtf8(properties.bytes(5));
      return { type: { name: 'varchar', length: Math.max(1, bytes.length) }, inner: decodeText(bytes, utf8) };
    }
    case TYPE.varbinary:
    case TYPE.binary:
      return { type: { name: 'varbinary', length: Math.max(1, bytes.length) }, inner: Uint8Array.from(bytes) };
    default:
      throw new Malformed(`a sql_variant of the type 0x${token.toString(16)}`);
  }
}

const PLAIN: ReadonlyMap<number, ReadType> = new Map([
  [TYPE.bit, readBit(true)],
  [TYPE.int1, readInteger(1, true)],
  [TYPE.int2, readInteger(2, true)],
  [TYPE.int4, readInteger(4, true)],
  [TYPE.int8, readInteger(8, true)],
  [TYPE.float4, readFloat(4, true)],
  [TYPE.float8, readFloat(8, true)],
  [TYPE.money, readMoney(8, true)],
  [TYPE.money4, readMoney(4, true)],
  [TYPE.datetime, readLegacyMoment(8, true)],
  [TYPE.datetime4, readLegacyMoment(4, true)],
]);
