import { plain } from '@datamigrate/catalog';
import { TYPE } from '../protocol/type-tokens.js';
import type { ByteReader } from '../wire/byte-reader.js';
import { Malformed } from '../wire/malformed.js';
import { readBinary, readOldBinary } from './binary-type.js';
import { readDecimal, readMoney } from './exact-type.js';
import { readFloat } from './float-type.js';
import { readGuid } from './guid-type.js';
import { readBit, readInteger } from './integer-type.js';
import { readLegacyMoment, readMoment } from './moment-type.js';
import { readOldLob } from './old-lob-type.js';
import { readVariant } from './read-variant.js';
import { readOldText, readText } from './text-type.js';
import type { ReadType } from './wire-type.js';
import { readXml } from './xml-type.js';

type Reading = (reader: ByteReader) => ReadType;

const READINGS: ReadonlyMap<number, Reading> = new Map<number, Reading>([
  [TYPE.null, () => ({ type: plain('int'), read: () => null })],
  [TYPE.intN, (reader) => readInteger(reader.uint8(), false)],
  [TYPE.int1, () => readInteger(1, true)],
  [TYPE.int2, () => readInteger(2, true)],
  [TYPE.int4, () => readInteger(4, true)],
  [TYPE.int8, () => readInteger(8, true)],
  [
    TYPE.bitN,
    (reader) => {
      reader.uint8();
      return readBit(false);
    },
  ],
  [TYPE.bit, () => readBit(true)],
  [TYPE.decimalN, readDecimal],
  [TYPE.numericN, readDecimal],
  [TYPE.oldDecimal, readDecimal],
  [TYPE.oldNumeric, readDecimal],
  [TYPE.moneyN, (reader) => readMoney(reader.uint8(), false)],
  [TYPE.money, () => readMoney(8, true)],
  [TYPE.money4, () => readMoney(4, true)],
  [TYPE.floatN, (reader) => readFloat(reader.uint8(), false)],
  [TYPE.float4, () => readFloat(4, true)],
  [TYPE.float8, () => readFloat(8, true)],
  [TYPE.datetimeN, (reader) => readLegacyMoment(reader.uint8(), false)],
  [TYPE.datetime, () => readLegacyMoment(8, true)],
  [TYPE.datetime4, () => readLegacyMoment(4, true)],
  [TYPE.date, (reader) => readMoment(reader, 'date')],
  [TYPE.time, (reader) => readMoment(reader, 'time')],
  [TYPE.datetime2, (reader) => readMoment(reader, 'datetime2')],
  [TYPE.datetimeOffset, (reader) => readMoment(reader, 'datetimeoffset')],
  [TYPE.char, (reader) => readText(reader, 'char')],
  [TYPE.varchar, (reader) => readText(reader, 'varchar')],
  [TYPE.nchar, (reader) => readText(reader, 'nchar')],
  [TYPE.nvarchar, (reader) => readText(reader, 'nvarchar')],
  [TYPE.oldChar, (reader) => readOldText(reader, 'char')],
  [TYPE.oldVarchar, (reader) => readOldText(reader, 'varchar')],
  [TYPE.binary, (reader) => readBinary(reader, 'binary')],
  [TYPE.varbinary, (reader) => readBinary(reader, 'varbinary')],
  [TYPE.oldBinary, (reader) => readOldBinary(reader, 'binary')],
  [TYPE.oldVarbinary, (reader) => readOldBinary(reader, 'varbinary')],
  [TYPE.text, (reader) => readOldLob(reader, 'text')],
  [TYPE.ntext, (reader) => readOldLob(reader, 'ntext')],
  [TYPE.image, (reader) => readOldLob(reader, 'image')],
  [TYPE.guid, readGuid],
  [TYPE.xml, readXml],
  [TYPE.variant, readVariant],
]);

/** TYPE_INFO of a parameter. */
export function readType(reader: ByteReader): ReadType {
  const token = reader.uint8();
  const reading = READINGS.get(token);
  if (!reading) throw new Malformed(`a parameter of the type 0x${token.toString(16)}`);
  return reading(reader);
}
