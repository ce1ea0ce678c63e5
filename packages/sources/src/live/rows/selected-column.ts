import { type Column, quotedIdentifier } from '@datamigrate/catalog';
import type { SqlValue } from '@datamigrate/tsql-engine';
import { dayOf } from '../../values/moment-units.js';
import { legacyValue, momentValue, offsetValue, timeValue } from './moments.js';

/** How a column is asked for, and what its value becomes. */
export interface SelectedColumn {
  readonly name: string;
  readonly expression: string;
  value(given: unknown): SqlValue;
}

/** Undefined for columns that are computed again. */
export function selectedColumn({ name, type, computed }: Column): SelectedColumn | undefined {
  if (computed) return undefined;
  const column = quotedIdentifier(name);
  const as = (expression: string, value: (given: string) => SqlValue): SelectedColumn => ({
    name,
    expression,
    value: (given) => (given === null || given === undefined ? null : value(String(given))),
  });
  // The driver gives exact numbers as floating point and cuts fractions of a second at three digits.
  const asText = (length: number, style = ''): string => `CONVERT(varchar(${length}), ${column}${style})`;
  switch (type.name) {
    case 'bit':
      return { name, expression: column, value: (given) => (given === null ? null : given ? 1n : 0n) };
    case 'tinyint':
    case 'smallint':
    case 'int':
    case 'bigint':
      return as(column, BigInt);
    case 'decimal':
      return as(asText(41), unscaled);
    case 'money':
    case 'smallmoney':
      return as(asText(41, ', 2'), unscaled);
    case 'float':
    case 'real':
      return { name, expression: column, value: (given) => (typeof given === 'number' ? given : null) };
    case 'date':
      return as(asText(10, ', 23'), dayOf);
    case 'time':
      return as(asText(16, ', 121'), timeValue);
    case 'datetime2':
      return as(asText(27, ', 121'), momentValue);
    case 'smalldatetime':
      return as(asText(19, ', 120'), momentValue);
    case 'datetime':
      return as(asText(23, ', 121'), legacyValue);
    case 'datetimeoffset':
      return as(asText(34, ', 121'), offsetValue);
    case 'uniqueidentifier':
      return as(column, (text) => text.toUpperCase());
    case 'rowversion':
      return bytes(name, `CONVERT(varbinary(8), ${column})`);
    case 'binary':
    case 'varbinary':
    case 'image':
      return bytes(name, column);
    case 'hierarchyid':
    case 'geometry':
    case 'geography':
      return bytes(name, `CONVERT(varbinary(max), ${column})`);
    case 'sql_variant':
      return as(`CONVERT(nvarchar(4000), ${column})`, (inner) => ({ type: { name: 'nvarchar', length: 4000 }, inner }));
    case 'xml':
      return as(`CONVERT(nvarchar(max), ${column})`, (text) => text);
    default:
      return as(column, (text) => text);
  }
}

/** `-12.50` as the number that the engine keeps: without its point. */
function unscaled(text: string): bigint {
  return BigInt(text.replace('.', ''));
}

function bytes(name: string, expression: string): SelectedColumn {
  return { name, expression, value: (given) => (given instanceof Uint8Array ? Uint8Array.from(given) : null) };
}
