import { binary, decimal, fractional, plain, type SqlType, string } from '@datamigrate/catalog';
import type { SqlValue } from '@datamigrate/tsql-engine';
import { DataFault } from '../data/table-data.js';
import { TICKS_PER_DAY } from '../values/moment-units.js';
import { decodeValue, littleEndian, type MoneyOrder, utf16 } from './decode-value.js';

/** By the number of the base type: how many bytes of properties, and the type that they give. */
const BASE_TYPES: Readonly<Record<number, ((properties: Uint8Array) => SqlType) | undefined>> = {
  36: () => plain('uniqueidentifier'),
  40: () => plain('date'),
  41: (properties) => fractional('time', properties[0] ?? 7),
  42: (properties) => fractional('datetime2', properties[0] ?? 7),
  43: (properties) => fractional('datetimeoffset', properties[0] ?? 7),
  48: () => plain('tinyint'),
  50: () => plain('bit'),
  52: () => plain('smallint'),
  56: () => plain('int'),
  58: () => plain('smalldatetime'),
  59: () => plain('real'),
  60: () => plain('money'),
  61: () => plain('datetime'),
  62: () => plain('float'),
  106: (properties) => decimal(properties[0] ?? 18, properties[1] ?? 0),
  108: (properties) => decimal(properties[0] ?? 18, properties[1] ?? 0),
  122: () => plain('smallmoney'),
  127: () => plain('bigint'),
  165: (properties) => binary('varbinary', lengthOf(properties, 0)),
  167: (properties) => string('varchar', lengthOf(properties, 5)),
  173: (properties) => binary('binary', lengthOf(properties, 0)),
  175: (properties) => string('char', lengthOf(properties, 5)),
  231: (properties) => string('nvarchar', lengthOf(properties, 5) / 2),
  239: (properties) => string('nchar', lengthOf(properties, 5) / 2),
};

/** A length behind the collation of a text, or alone. */
function lengthOf(properties: Uint8Array, from: number): number {
  return Math.max(1, (properties[from] ?? 0) | ((properties[from + 1] ?? 0) << 8));
}

/**
 * A sql_variant: base type, number of property bytes, properties, value. Source: MS-TDS 2.2.5.5.4 (SSVARIANT); the
 * native form keeps it as it travels.
 */
export function decodeVariant(bytes: Uint8Array, money: MoneyOrder): SqlValue {
  const [base = 0, count = 0] = bytes;
  const typeOf = BASE_TYPES[base];
  if (!typeOf) throw new DataFault(`a sql_variant holds a value of type number ${base}, which is not known`);
  const properties = bytes.subarray(2, 2 + count);
  const value = bytes.subarray(2 + count);
  const type = typeOf(properties);
  return { type, inner: innerValue(value, type, money) };
}

function innerValue(value: Uint8Array, type: SqlType, money: MoneyOrder): SqlValue {
  // Sign and number here; precision and scale are among the properties. Times have their own scale.
  if (type.name === 'decimal') {
    const magnitude = littleEndian(value.subarray(1));
    return value[0] === 0 ? -magnitude : magnitude;
  }
  if (type.name === 'time') return scaled(value, type.scale);
  if (type.name === 'datetime2' || type.name === 'datetimeoffset') return scaledMoment(value, type);
  if (type.name === 'varchar' || type.name === 'char') return ansi.decode(value);
  if (type.name === 'nvarchar' || type.name === 'nchar') return utf16(value);
  return decodeValue(value, type, money);
}

const ansi = new TextDecoder('windows-1252');

const scaled = (bytes: Uint8Array, scale: number): bigint => littleEndian(bytes) * 10n ** BigInt(7 - scale);

function scaledMoment(value: Uint8Array, type: { readonly name: string; readonly scale: number }): SqlValue {
  const offset = type.name === 'datetimeoffset' ? 2 : 0;
  const day = value.length - offset - 3;
  const ticks = littleEndian(value.subarray(day, day + 3)) * TICKS_PER_DAY + scaled(value.subarray(0, day), type.scale);
  if (offset === 0) return ticks;
  return { utcTicks: ticks, offsetMinutes: new DataView(value.buffer, value.byteOffset).getInt16(day + 3, true) };
}
