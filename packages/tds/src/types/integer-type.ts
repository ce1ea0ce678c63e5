import { plain } from '@datamigrate/catalog';
import { TYPE } from '../protocol/type-tokens.js';
import { Malformed } from '../wire/malformed.js';
import { misfit, type ReadType, type WireType } from './wire-type.js';

type IntegerName = 'tinyint' | 'smallint' | 'int' | 'bigint';

const BYTES: Readonly<Record<IntegerName, number>> = { tinyint: 1, smallint: 2, int: 4, bigint: 8 };

export function integerType(name: IntegerName): WireType {
  const size = BYTES[name];
  return {
    writeInfo: (out) => void out.uint8(TYPE.intN).uint8(size),
    write(out, value) {
      if (value === null) {
        out.uint8(0);
        return;
      }
      if (typeof value !== 'bigint') misfit(value, name);
      out.uint8(size);
      if (size === 8) out.int64(value);
      else if (size === 4) out.int32(Number(value));
      else if (size === 2) out.int16(Number(value));
      else out.uint8(Number(value));
    },
  };
}

export const BIT: WireType = {
  writeInfo: (out) => void out.uint8(TYPE.bitN).uint8(1),
  write(out, value) {
    if (value === null) out.uint8(0);
    else out.uint8(1).uint8(value === 0n ? 0 : 1);
  },
};

/** INTN, INT1, INT2, INT4 and INT8; a length of zero is NULL. */
export function readInteger(length: number, fixed: boolean): ReadType {
  const name = (Object.keys(BYTES) as IntegerName[]).find((key) => BYTES[key] === length);
  if (!name) throw new Malformed(`an integer of ${length} bytes`);
  return {
    type: plain(name),
    read(reader) {
      const given = fixed ? length : reader.uint8();
      switch (given) {
        case 0:
          return null;
        case 1:
          return BigInt(reader.uint8());
        case 2:
          return BigInt(reader.int16());
        case 4:
          return BigInt(reader.int32());
        case 8:
          return reader.int64();
        default:
          throw new Malformed(`an integer of ${given} bytes`);
      }
    },
  };
}

export function readBit(fixed: boolean): ReadType {
  return {
    type: plain('bit'),
    read: (reader) => (!fixed && reader.uint8() === 0 ? null : reader.uint8() === 0 ? 0n : 1n),
  };
}
