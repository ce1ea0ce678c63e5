import type { SqlType } from '@datamigrate/catalog';
import { isVariant, type SqlValue } from '@datamigrate/tsql-engine';
import { decimalBytes, TYPE } from '../protocol/type-tokens.js';
import { ByteWriter } from '../wire/byte-writer.js';
import { bytesOf } from './binary-type.js';
import { encodeText } from './code-page-text.js';
import { collationBytes, isUtf8 } from './collation-bytes.js';
import { writeDecimal, writeMoney } from './exact-type.js';
import { guidBytes } from './guid-type.js';
import { writeMoment } from './moment-type.js';
import { misfit, type WireType } from './wire-type.js';

/** Length that a column of sql_variant states. Source: [MS-TDS] 2.2.5.5.4 */
const LARGEST = 8009;

/** sql_variant: each value carries its type and that type's properties. */
export function variantType(collation: string): WireType {
  return {
    writeInfo: (out) => void out.uint8(TYPE.variant).uint32(LARGEST),
    write(out, value) {
      if (value === null) {
        out.uint32(0);
        return;
      }
      const { type, inner } = isVariant(value) ? value : { type: natural(value), inner: value };
      if (inner === null) {
        out.uint32(0);
        return;
      }
      const body = new ByteWriter(64);
      writeBody(body, type, inner, collation);
      const bytes = body.take();
      out.uint32(bytes.length).bytes(bytes);
    },
  };
}

function natural(value: SqlValue): SqlType {
  if (typeof value === 'string') return { name: 'nvarchar', length: 4000 };
  if (typeof value === 'number') return { name: 'float' };
  if (value instanceof Uint8Array) return { name: 'varbinary', length: 8000 };
  return { name: 'bigint' };
}

const WHOLE: Readonly<Record<string, readonly [token: number, bytes: number] | undefined>> = {
  bit: [TYPE.bit, 1],
  tinyint: [TYPE.int1, 1],
  smallint: [TYPE.int2, 2],
  int: [TYPE.int4, 4],
  bigint: [TYPE.int8, 8],
};

function writeBody(out: ByteWriter, type: SqlType, value: SqlValue, collation: string): void {
  const whole = WHOLE[type.name];
  if (whole) {
    const [token, bytes] = whole;
    if (typeof value !== 'bigint') misfit(value, type.name);
    out
      .uint8(token)
      .uint8(0)
      .unsigned(BigInt.asUintN(bytes * 8, value), bytes);
    return;
  }
  switch (type.name) {
    case 'decimal':
      out.uint8(TYPE.decimalN).uint8(2).uint8(type.precision).uint8(type.scale);
      writeDecimal(out, value, decimalBytes(type.precision));
      return;
    case 'money':
    case 'smallmoney':
      out.uint8(type.name === 'money' ? TYPE.money : TYPE.money4).uint8(0);
      writeMoney(out, value, type.name === 'smallmoney');
      return;
    case 'float':
      out.uint8(TYPE.float8).uint8(0).float64(Number(value));
      return;
    case 'real':
      out.uint8(TYPE.float4).uint8(0).float32(Number(value));
      return;
    case 'uniqueidentifier':
      out
        .uint8(TYPE.guid)
        .uint8(0)
        .bytes(guidBytes(String(value)));
      return;
    case 'date':
      out.uint8(TYPE.date).uint8(0);
      writeMoment(out, value, 'date', 0);
      return;
    case 'datetime':
    case 'smalldatetime':
      out.uint8(type.name === 'datetime' ? TYPE.datetime : TYPE.datetime4).uint8(0);
      writeMoment(out, value, type.name, 0);
      return;
    case 'time':
    case 'datetime2':
    case 'datetimeoffset': {
      const token = type.name === 'time' ? TYPE.time : type.name === 'datetime2' ? TYPE.datetime2 : TYPE.datetimeOffset;
      out.uint8(token).uint8(1).uint8(type.scale);
      writeMoment(out, value, type.name, type.scale);
      return;
    }
    case 'char':
    case 'varchar':
    case 'nchar':
    case 'nvarchar': {
      const codes = collationBytes(collation);
      const wide = type.name === 'nchar' || type.name === 'nvarchar';
      const text = String(value);
      const bytes = wide ? Buffer.from(text, 'utf16le') : encodeText(text, isUtf8(codes));
      out.uint8(TYPE[type.name]).uint8(7).bytes(codes).uint16(Math.max(1, bytes.length)).bytes(bytes);
      return;
    }
    default: {
      const bytes = bytesOf(value);
      out.uint8(TYPE.varbinary).uint8(2).uint16(Math.max(1, bytes.length)).bytes(bytes);
    }
  }
}
