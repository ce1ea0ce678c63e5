import { isCharacter, isUnicode, type SqlType } from '@datamigrate/catalog';
import { isVariant, type SqlValue, scaleOf } from '../values/sql-value.js';
import type { Call } from './call.js';

/** Bytes, digits and digits behind the point of types that have them fixed. */
const SIZES: Readonly<Record<string, readonly [bytes: number, precision: number] | undefined>> = {
  bit: [1, 1],
  tinyint: [1, 3],
  smallint: [2, 5],
  int: [4, 10],
  bigint: [8, 19],
  smallmoney: [4, 10],
  money: [8, 19],
  real: [4, 24],
  float: [8, 53],
  date: [3, 10],
  smalldatetime: [4, 16],
  datetime: [8, 23],
  uniqueidentifier: [16, 0],
};

/**
 * SQL_VARIANT_PROPERTY: what the value itself is. NULL for NULL and for properties that nobody knows.
 * Source: learn.microsoft.com/sql/t-sql/functions/sql-variant-property-transact-sql
 */
export function variantProperty(call: Call): SqlValue {
  const given = call.value(0);
  const asked = call.value(1);
  if (given === null || typeof asked !== 'string') return null;
  const inner = isVariant(given) ? given.inner : given;
  const type = isVariant(given) ? given.type : call.typeOf(0);
  const text = (value: string): SqlValue => ({ type: { name: 'nvarchar', length: 128 }, inner: value });
  const number = (value: number | undefined): SqlValue =>
    value === undefined ? null : { type: { name: 'int' }, inner: BigInt(value) };
  switch (asked.trim().toLowerCase()) {
    case 'basetype':
      return text(type.name);
    case 'precision':
      return number(type.name === 'decimal' ? type.precision : SIZES[type.name]?.[1]);
    case 'scale':
      return number(type.name === 'datetime' ? 3 : 'scale' in type ? type.scale : scaleOf(type));
    case 'maxlength':
      return number(mostBytes(type, inner));
    case 'collation':
      return isCharacter(type) ? text(call.collation) : null;
    default:
      return null;
  }
}

/** Of texts without a declared length their own. */
function mostBytes(type: SqlType, value: SqlValue): number | undefined {
  if ('length' in type) {
    const characters = typeof type.length === 'number' ? type.length : typeof value === 'string' ? value.length : 0;
    return isUnicode(type) ? characters * 2 : characters;
  }
  if (type.name === 'decimal')
    return type.precision <= 9 ? 5 : type.precision <= 19 ? 9 : type.precision <= 28 ? 13 : 17;
  return SIZES[type.name]?.[0];
}
