import { type DecimalType, decimal, plain } from '@datamigrate/catalog';
import type { SqlValue } from '@datamigrate/tsql-engine';
import { decimalBytes, TYPE } from '../protocol/type-tokens.js';
import type { ByteReader } from '../wire/byte-reader.js';
import type { ByteWriter } from '../wire/byte-writer.js';
import { Malformed } from '../wire/malformed.js';
import { misfit, type ReadType, type WireType } from './wire-type.js';

/** decimal and numeric: a sign, then the number without its point. */
export function decimalType({ precision, scale }: DecimalType): WireType {
  const size = decimalBytes(precision);
  return {
    writeInfo: (out) => void out.uint8(TYPE.decimalN).uint8(size).uint8(precision).uint8(scale),
    write(out, value) {
      if (value === null) {
        out.uint8(0);
        return;
      }
      out.uint8(size);
      writeDecimal(out, value, size);
    },
  };
}

export function writeDecimal(out: ByteWriter, value: SqlValue, size: number): void {
  if (typeof value !== 'bigint') misfit(value, 'decimal');
  out.uint8(value < 0n ? 0 : 1).unsigned(value < 0n ? -value : value, size - 1);
}

export function moneyType(small: boolean): WireType {
  return {
    writeInfo: (out) => void out.uint8(TYPE.moneyN).uint8(small ? 4 : 8),
    write(out, value) {
      if (value === null) {
        out.uint8(0);
        return;
      }
      out.uint8(small ? 4 : 8);
      writeMoney(out, value, small);
    },
  };
}

/** Eight bytes of money come with the upper half first. */
export function writeMoney(out: ByteWriter, value: SqlValue, small: boolean): void {
  if (typeof value !== 'bigint') misfit(value, 'money');
  if (small) out.int32(Number(value));
  else out.int32(Number(value >> 32n)).uint32(Number(value & 0xffff_ffffn));
}

export function readDecimal(reader: ByteReader): ReadType {
  reader.uint8();
  const precision = reader.uint8();
  const scale = reader.uint8();
  if (precision < 1 || precision > 38 || scale > precision) throw new Malformed(`decimal(${precision},${scale})`);
  return {
    type: decimal(precision, scale),
    read(values) {
      const length = values.uint8();
      if (length === 0) return null;
      const positive = values.uint8() !== 0;
      const magnitude = values.unsigned(length - 1);
      return positive ? magnitude : -magnitude;
    },
  };
}

export function readMoney(length: number, fixed: boolean): ReadType {
  if (length !== 4 && length !== 8) throw new Malformed(`money of ${length} bytes`);
  return {
    type: plain(length === 4 ? 'smallmoney' : 'money'),
    read(reader) {
      const given = fixed ? length : reader.uint8();
      if (given === 0) return null;
      if (given === 4) return BigInt(reader.int32());
      const upper = BigInt(reader.int32());
      return (upper << 32n) | BigInt(reader.uint32());
    },
  };
}
