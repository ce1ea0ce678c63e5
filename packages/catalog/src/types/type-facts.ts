import type { SqlType, TypeName } from './sql-type.js';

export type TypeFamily =
  | 'bit'
  | 'integer'
  | 'decimal'
  | 'money'
  | 'approximate'
  | 'date-and-time'
  | 'character'
  | 'binary'
  | 'guid'
  | 'other';

export interface TypeFact {
  readonly family: TypeFamily;
  /** Rank in data type precedence: 1 wins over all others. */
  readonly precedence: number;
}

/**
 * Precedence and family of every type.
 * Source: learn.microsoft.com/sql/t-sql/data-types/data-type-precedence-transact-sql
 */
export const TYPE_FACTS: { readonly [N in TypeName]: TypeFact } = {
  vector: { family: 'other', precedence: 1 },
  json: { family: 'other', precedence: 2 },
  hierarchyid: { family: 'other', precedence: 3 },
  geometry: { family: 'other', precedence: 3 },
  geography: { family: 'other', precedence: 3 },
  cursor: { family: 'other', precedence: 3 },
  table: { family: 'other', precedence: 3 },
  sql_variant: { family: 'other', precedence: 4 },
  xml: { family: 'other', precedence: 5 },
  datetimeoffset: { family: 'date-and-time', precedence: 6 },
  datetime2: { family: 'date-and-time', precedence: 7 },
  datetime: { family: 'date-and-time', precedence: 8 },
  smalldatetime: { family: 'date-and-time', precedence: 9 },
  date: { family: 'date-and-time', precedence: 10 },
  time: { family: 'date-and-time', precedence: 11 },
  float: { family: 'approximate', precedence: 12 },
  real: { family: 'approximate', precedence: 13 },
  decimal: { family: 'decimal', precedence: 14 },
  money: { family: 'money', precedence: 15 },
  smallmoney: { family: 'money', precedence: 16 },
  bigint: { family: 'integer', precedence: 17 },
  int: { family: 'integer', precedence: 18 },
  smallint: { family: 'integer', precedence: 19 },
  tinyint: { family: 'integer', precedence: 20 },
  bit: { family: 'bit', precedence: 21 },
  ntext: { family: 'character', precedence: 22 },
  text: { family: 'character', precedence: 23 },
  image: { family: 'binary', precedence: 24 },
  rowversion: { family: 'binary', precedence: 25 },
  uniqueidentifier: { family: 'guid', precedence: 26 },
  nvarchar: { family: 'character', precedence: 27 },
  nchar: { family: 'character', precedence: 28 },
  varchar: { family: 'character', precedence: 29 },
  char: { family: 'character', precedence: 30 },
  varbinary: { family: 'binary', precedence: 31 },
  binary: { family: 'binary', precedence: 32 },
  null: { family: 'other', precedence: 99 },
};

export function familyOf(type: SqlType): TypeFamily {
  return TYPE_FACTS[type.name].family;
}

export function precedenceOf(type: SqlType): number {
  return TYPE_FACTS[type.name].precedence;
}

/** Asked for every column of a query, many times. */
export function isCharacter(type: SqlType): boolean {
  return CHARACTER.has(type.name);
}

const CHARACTER: ReadonlySet<TypeName> = new Set(
  (Object.keys(TYPE_FACTS) as TypeName[]).filter((name) => TYPE_FACTS[name].family === 'character'),
);

/** nchar, nvarchar and ntext. */
export function isUnicode(type: SqlType): boolean {
  return type.name === 'nchar' || type.name === 'nvarchar' || type.name === 'ntext';
}

export function isInteger(type: SqlType): boolean {
  return TYPE_FACTS[type.name].family === 'integer';
}

/** Types that arithmetic takes as numbers; bit is converted first. */
export function isNumeric(type: SqlType): boolean {
  const { family } = TYPE_FACTS[type.name];
  return (
    family === 'integer' || family === 'decimal' || family === 'money' || family === 'approximate' || family === 'bit'
  );
}

export function isDateOrTime(type: SqlType): boolean {
  return TYPE_FACTS[type.name].family === 'date-and-time';
}

/** datetime and smalldatetime: the types that know arithmetic with numbers. */
export function isLegacyDateTime(type: SqlType): boolean {
  return type.name === 'datetime' || type.name === 'smalldatetime';
}
