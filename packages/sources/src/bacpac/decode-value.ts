import { type SqlType, typeText } from '@datamigrate/catalog';
import type { SqlValue } from '@datamigrate/tsql-engine';
import { DataFault } from '../data/table-data.js';
import { DAYS_TO_1900, LEGACY_TICKS_PER_DAY, TICKS_PER_DAY, TICKS_PER_MINUTE } from '../values/moment-units.js';
import { decodeVariant } from './decode-variant.js';

/** The halves of money in the order of the client structure (high, low), or as one number. */
export type MoneyOrder = 'high-first' | 'low-first';

/** The bytes of a field as the engine holds values of its type. */
export function decodeValue(bytes: Uint8Array, type: SqlType, money: MoneyOrder): SqlValue {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  switch (type.name) {
    case 'bit':
      return bytes[0] === 0 ? 0n : 1n;
    case 'tinyint':
      return BigInt(view.getUint8(0));
    case 'smallint':
      return BigInt(view.getInt16(0, true));
    case 'int':
    case 'smallmoney':
      return BigInt(view.getInt32(0, true));
    case 'bigint':
      return view.getBigInt64(0, true);
    case 'money':
      return moneyValue(view, money);
    case 'real':
      return view.getFloat32(0, true);
    case 'float':
      return view.getFloat64(0, true);
    case 'decimal':
      return decimalValue(bytes, type.scale);
    case 'date':
      return littleEndian(bytes.subarray(0, 3));
    case 'time':
      return littleEndian(bytes.subarray(0, 5));
    case 'datetime2':
      return littleEndian(bytes.subarray(5, 8)) * TICKS_PER_DAY + littleEndian(bytes.subarray(0, 5));
    case 'datetimeoffset': {
      const utcTicks = littleEndian(bytes.subarray(5, 8)) * TICKS_PER_DAY + littleEndian(bytes.subarray(0, 5));
      return { utcTicks, offsetMinutes: view.getInt16(8, true) };
    }
    case 'datetime':
      return BigInt(view.getInt32(0, true)) * LEGACY_TICKS_PER_DAY + BigInt(view.getUint32(4, true));
    case 'smalldatetime': {
      const days = DAYS_TO_1900 + BigInt(view.getUint16(0, true));
      return days * TICKS_PER_DAY + BigInt(view.getUint16(2, true)) * TICKS_PER_MINUTE;
    }
    case 'uniqueidentifier':
      return guidText(bytes);
    case 'sql_variant':
      return decodeVariant(bytes, money);
    case 'char':
    case 'varchar':
    case 'nchar':
    case 'nvarchar':
    case 'text':
    case 'ntext':
    case 'json':
      return utf16(bytes);
    case 'xml':
      return utf16(bytes).replace(/^\uFEFF/, '');
    case 'rowversion':
    case 'binary':
    case 'varbinary':
    case 'image':
    case 'hierarchyid':
    case 'geometry':
    case 'geography':
      return bytes.slice();
    default:
      throw new DataFault(`values of type ${typeText(type)} are not known in this form`);
  }
}

export function littleEndian(bytes: Uint8Array): bigint {
  let value = 0n;
  for (let i = bytes.length - 1; i >= 0; i--) value = (value << 8n) | BigInt(bytes[i] ?? 0);
  return value;
}

export function moneyValue(view: DataView, order: MoneyOrder): bigint {
  if (order === 'low-first') return view.getBigInt64(0, true);
  return (BigInt(view.getInt32(0, true)) << 32n) | BigInt(view.getUint32(4, true));
}

/** Precision, scale, sign (1 is positive), then a number of 16 bytes. */
function decimalValue(bytes: Uint8Array, scale: number): bigint {
  const written = bytes[1] ?? 0;
  const magnitude = littleEndian(bytes.subarray(3));
  const value = bytes[2] === 0 ? -magnitude : magnitude;
  if (written === scale) return value;
  if (written < scale) return value * 10n ** BigInt(scale - written);
  const divisor = 10n ** BigInt(written - scale);
  if (value % divisor !== 0n) throw new DataFault('a decimal has more digits than its column');
  return value / divisor;
}

const GUID_BYTES = [3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15];

/** The first three groups stand with their lowest byte first. */
export function guidText(bytes: Uint8Array): string {
  const digits = GUID_BYTES.map((i) => (bytes[i] ?? 0).toString(16).padStart(2, '0')).join('');
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5').toUpperCase();
}

const decoder = new TextDecoder('utf-16le', { ignoreBOM: true });

export function utf16(bytes: Uint8Array): string {
  if (bytes.length % 2 !== 0) throw new DataFault('a text has half a character');
  return decoder.decode(bytes);
}
