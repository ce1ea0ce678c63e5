import type { SqlType } from '@datamigrate/catalog';
import { tableByName } from '@datamigrate/foundation';

/** A type of DuckDB, as an expression really has it: arithmetic there widens differently than in SQL Server. */
export type DuckType =
  | { readonly name: PlainDuckName }
  | { readonly name: 'decimal'; readonly precision: number; readonly scale: number };

export type PlainDuckName =
  | 'boolean'
  | 'utinyint'
  | 'smallint'
  | 'integer'
  | 'bigint'
  | 'hugeint'
  | 'float'
  | 'double'
  | 'varchar'
  | 'date'
  | 'time'
  | 'timestamp'
  | 'timestamp_ns'
  | 'uuid'
  | 'blob';

export const duck = (name: PlainDuckName): DuckType => ({ name });
export const duckDecimal = (precision: number, scale: number): Extract<DuckType, { name: 'decimal' }> => ({
  name: 'decimal',
  precision: Math.min(38, precision),
  scale,
});

export function duckTypeText(type: DuckType): string {
  return type.name === 'decimal' ? `decimal(${type.precision}, ${type.scale})` : type.name;
}

const PLAIN = tableByName<DuckType>({
  bit: duck('boolean'),
  tinyint: duck('utinyint'),
  smallint: duck('smallint'),
  int: duck('integer'),
  bigint: duck('bigint'),
  real: duck('float'),
  float: duck('double'),
  date: duck('date'),
  time: duck('time'),
  smalldatetime: duck('timestamp'),
  datetime: duck('timestamp'),
  datetime2: duck('timestamp'),
  uniqueidentifier: duck('uuid'),
  char: duck('varchar'),
  varchar: duck('varchar'),
  nchar: duck('varchar'),
  nvarchar: duck('varchar'),
  text: duck('varchar'),
  ntext: duck('varchar'),
  xml: duck('varchar'),
  json: duck('varchar'),
  datetimeoffset: duck('varchar'),
  binary: duck('blob'),
  varbinary: duck('blob'),
  image: duck('blob'),
  rowversion: duck('blob'),
  hierarchyid: duck('blob'),
  geometry: duck('blob'),
  geography: duck('blob'),
});

/** The DuckDB type that holds a SQL Server type's values; undefined for types that have none. */
export function duckTypeOf(type: SqlType): DuckType | undefined {
  if (type.name === 'decimal') return duckDecimal(type.precision, type.scale);
  if (type.name === 'money') return duckDecimal(19, 4);
  if (type.name === 'smallmoney') return duckDecimal(10, 4);
  return PLAIN.get(type.name);
}

const INTEGERS: readonly DuckType['name'][] = ['utinyint', 'smallint', 'integer', 'bigint', 'hugeint'];

export const isInteger = (type: DuckType): boolean => INTEGERS.includes(type.name);
export const isNumber = (type: DuckType): boolean =>
  isInteger(type) || type.name === 'decimal' || type.name === 'double' || type.name === 'float';

export function widerInteger(a: DuckType, b: DuckType): DuckType {
  return INTEGERS.indexOf(a.name) >= INTEGERS.indexOf(b.name) ? a : b;
}

/** Whether every value of `narrow` is one of `wide`; both integers. */
export function isAtMost(narrow: DuckType, wide: DuckType): boolean {
  return INTEGERS.indexOf(narrow.name) <= INTEGERS.indexOf(wide.name);
}

/** Digits before and behind the point that a number of this type may have. */
export function digitsOf(type: DuckType): { readonly whole: number; readonly scale: number } | undefined {
  if (type.name === 'decimal') return { whole: type.precision - type.scale, scale: type.scale };
  const whole = { utinyint: 3, smallint: 5, integer: 10, bigint: 19, hugeint: 38 }[type.name as string];
  return whole === undefined ? undefined : { whole, scale: 0 };
}
