import type { SqlType, TypeName } from './sql-type.js';

/** Types that hold whole numbers alone: a conversion between them keeps the number, or fails. */
const WHOLE: ReadonlySet<TypeName> = new Set<TypeName>(['bit', 'tinyint', 'smallint', 'int', 'bigint']);
/** Digits behind the point. */
const MONEY_SCALE = 4;
/** datetime counts in 1/300 s: three digits tell its values apart. */
const DATETIME_SCALE = 3;

/**
 * Whether different values stay different when they are converted from one type to another, as far as the conversion
 * does not fail: `int` to `bigint` does, `decimal(9,2)` to `int` does not, as it cuts digits off.
 * https://learn.microsoft.com/sql/t-sql/functions/cast-and-convert-transact-sql#truncate-and-round-results
 */
export function keepsApart(from: SqlType, to: SqlType): boolean {
  if (WHOLE.has(from.name)) return (to.name !== 'bit' || from.name === 'bit') && exactDigits(from, to);
  switch (from.name) {
    case 'decimal':
      return to.name === 'decimal' && to.scale >= from.scale;
    case 'money':
    case 'smallmoney':
      return to.name === 'money' || to.name === 'smallmoney' || (to.name === 'decimal' && to.scale >= MONEY_SCALE);
    case 'char':
    case 'varchar':
      return isText(to) && hasRoom(from.length, to.length);
    case 'nchar':
    case 'nvarchar':
      return (to.name === 'nchar' || to.name === 'nvarchar') && hasRoom(from.length, to.length);
    case 'binary':
    case 'varbinary':
      return to.name === from.name && hasRoom(from.length, to.length);
    case 'date':
      return to.name === 'date' || to.name === 'datetime' || to.name === 'smalldatetime' || to.name === 'datetime2';
    case 'smalldatetime':
      return to.name === 'smalldatetime' || to.name === 'datetime' || to.name === 'datetime2';
    case 'datetime':
      return to.name === 'datetime' || (to.name === 'datetime2' && to.scale >= DATETIME_SCALE);
    case 'datetime2':
    case 'time':
    case 'datetimeoffset':
      return to.name === from.name && to.scale >= from.scale;
    default:
      return to.name === from.name;
  }
}

function exactDigits(from: SqlType, to: SqlType): boolean {
  if (to.name === 'float') return from.name !== 'bigint';
  return WHOLE.has(to.name) || to.name === 'decimal' || to.name === 'money' || to.name === 'smallmoney';
}

const isText = (
  type: SqlType,
): type is Extract<SqlType, { readonly name: 'char' | 'varchar' | 'nchar' | 'nvarchar' }> =>
  type.name === 'char' || type.name === 'varchar' || type.name === 'nchar' || type.name === 'nvarchar';

/** Whether all values of one length fit into the other. */
export const hasRoom = (from: number | 'max', to: number | 'max'): boolean =>
  to === 'max' || (from !== 'max' && from <= to);
