import { type FractionalTimeType, fractional, plain } from '@datamigrate/catalog';
import { isOffset, type SqlValue } from '@datamigrate/tsql-engine';
import { TIME_BYTES, TYPE } from '../protocol/type-tokens.js';
import type { ByteReader } from '../wire/byte-reader.js';
import type { ByteWriter } from '../wire/byte-writer.js';
import { Malformed } from '../wire/malformed.js';
import { misfit, type ReadType, type WireType } from './wire-type.js';

const TICKS_PER_DAY = 864_000_000_000n;
const TICKS_PER_MINUTE = 600_000_000n;
/** Days from 0001-01-01 to 1900-01-01, where the older types begin. */
const DAYS_TO_1900 = 693_595;
/** datetime counts 1/300 s. */
const LEGACY_PER_DAY = 25_920_000n;

type MomentName = 'date' | FractionalTimeType['name'] | 'datetime' | 'smalldatetime';

interface Form {
  readonly bytes: number;
  readonly token: number;
  /** Digits of the fraction, where the type says how many. */
  readonly scale?: number;
}

function formOf(name: MomentName, scale: number): Form {
  const time = TIME_BYTES[scale] ?? 5;
  switch (name) {
    case 'date':
      return { token: TYPE.date, bytes: 3 };
    case 'time':
      return { token: TYPE.time, bytes: time, scale };
    case 'datetime2':
      return { token: TYPE.datetime2, bytes: time + 3, scale };
    case 'datetimeoffset':
      return { token: TYPE.datetimeOffset, bytes: time + 5, scale };
    case 'datetime':
      return { token: TYPE.datetimeN, bytes: 8 };
    case 'smalldatetime':
      return { token: TYPE.datetimeN, bytes: 4 };
  }
}

export function momentType(name: MomentName, scale = 7): WireType {
  const form = formOf(name, scale);
  return {
    writeInfo(out) {
      out.uint8(form.token);
      if (form.scale !== undefined) out.uint8(form.scale);
      else if (form.token === TYPE.datetimeN) out.uint8(form.bytes);
    },
    write(out, value) {
      if (value === null) {
        out.uint8(0);
        return;
      }
      out.uint8(form.bytes);
      writeMoment(out, value, name, scale);
    },
  };
}

/** The bytes of a value, without its length. */
export function writeMoment(out: ByteWriter, value: SqlValue, name: MomentName, scale: number): void {
  if (name === 'datetimeoffset') {
    if (!isOffset(value)) misfit(value, name);
    writeTime(out, value.utcTicks % TICKS_PER_DAY, scale);
    out.unsigned(value.utcTicks / TICKS_PER_DAY, 3).int16(value.offsetMinutes);
    return;
  }
  if (typeof value !== 'bigint') misfit(value, name);
  switch (name) {
    case 'date':
      out.unsigned(value, 3);
      return;
    case 'time':
      writeTime(out, value, scale);
      return;
    case 'datetime2':
      writeTime(out, value % TICKS_PER_DAY, scale);
      out.unsigned(value / TICKS_PER_DAY, 3);
      return;
    case 'datetime': {
      const ticks = ((value % LEGACY_PER_DAY) + LEGACY_PER_DAY) % LEGACY_PER_DAY;
      out.int32(Number((value - ticks) / LEGACY_PER_DAY)).uint32(Number(ticks));
      return;
    }
    case 'smalldatetime':
      out.uint16(Number(value / TICKS_PER_DAY) - DAYS_TO_1900);
      out.uint16(Number((value % TICKS_PER_DAY) / TICKS_PER_MINUTE));
      return;
  }
}

function writeTime(out: ByteWriter, ticks: bigint, scale: number): void {
  out.unsigned(ticks / 10n ** BigInt(7 - scale), TIME_BYTES[scale] ?? 5);
}

export function readMoment(reader: ByteReader, name: 'date' | FractionalTimeType['name']): ReadType {
  const scale = name === 'date' ? 0 : reader.uint8();
  if (scale > 7) throw new Malformed(`${name}(${scale})`);
  const time = TIME_BYTES[scale] ?? 5;
  const unit = 10n ** BigInt(7 - scale);
  return {
    type: name === 'date' ? plain('date') : fractional(name, scale),
    read(values) {
      if (values.uint8() === 0) return null;
      if (name === 'date') return values.unsigned(3);
      const ticks = values.unsigned(time) * unit;
      if (name === 'time') return ticks;
      const total = values.unsigned(3) * TICKS_PER_DAY + ticks;
      return name === 'datetime2' ? total : { utcTicks: total, offsetMinutes: values.int16() };
    },
  };
}

/** DATETIMEN, DATETIME and DATETIME4. */
export function readLegacyMoment(length: number, fixed: boolean): ReadType {
  if (length !== 4 && length !== 8) throw new Malformed(`datetime of ${length} bytes`);
  return {
    type: plain(length === 4 ? 'smalldatetime' : 'datetime'),
    read(reader) {
      const given = fixed ? length : reader.uint8();
      if (given === 0) return null;
      if (given === 4) {
        const days = BigInt(reader.uint16() + DAYS_TO_1900);
        return days * TICKS_PER_DAY + BigInt(reader.uint16()) * TICKS_PER_MINUTE;
      }
      const days = BigInt(reader.int32());
      return days * LEGACY_PER_DAY + BigInt(reader.uint32());
    },
  };
}
