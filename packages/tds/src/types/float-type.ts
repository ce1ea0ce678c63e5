import { plain } from '@datamigrate/catalog';
import { TYPE } from '../protocol/type-tokens.js';
import { Malformed } from '../wire/malformed.js';
import { misfit, type ReadType, type WireType } from './wire-type.js';

export function floatType(name: 'float' | 'real'): WireType {
  const size = name === 'real' ? 4 : 8;
  return {
    writeInfo: (out) => void out.uint8(TYPE.floatN).uint8(size),
    write(out, value) {
      if (value === null) {
        out.uint8(0);
        return;
      }
      if (typeof value !== 'number') misfit(value, name);
      out.uint8(size);
      if (size === 4) out.float32(value);
      else out.float64(value);
    },
  };
}

export function readFloat(length: number, fixed: boolean): ReadType {
  if (length !== 4 && length !== 8) throw new Malformed(`float of ${length} bytes`);
  return {
    type: plain(length === 4 ? 'real' : 'float'),
    read(reader) {
      const given = fixed ? length : reader.uint8();
      return given === 0 ? null : given === 4 ? reader.float32() : reader.float64();
    },
  };
}
