import type { SqlType, TypeName } from '@datamigrate/catalog';
import type { PrefixSize } from './byte-reader.js';

/** How the fields of a type stand in a BCP file in native form. */
export interface FieldFact {
  /** Bytes of the length in front of a field. */
  readonly prefix: PrefixSize;
  /** Bytes of a value; undefined where they differ from value to value. */
  readonly size?: number;
  /** The length stands there always, not only where the column may be NULL. */
  readonly always: boolean;
}

/** No length in front where the column is NOT NULL. */
const fixed = (size: number): FieldFact => ({ prefix: 1, size, always: false });
const counted = (size: number): FieldFact => ({ prefix: 1, size, always: true });
const varying = (prefix: PrefixSize): FieldFact => ({ prefix, always: true });

/**
 * Sources: learn.microsoft.com/sql/relational-databases/import-export/specify-prefix-length-in-data-files-by-using-bcp
 * (lengths in front), …/specify-file-storage-type-by-using-bcp and the native client's "Bulk copy changes for enhanced
 * date and time types" (date and time types as in TDS with a scale of 7, whatever the column's is). Character data is
 * UTF-16 in a bacpac. What independent readers of bacpac files found beyond that stands in `layouts.ts`.
 */
export const FIELD_FACTS: { readonly [N in Exclude<TypeName, 'null' | 'cursor' | 'table' | 'vector'>]: FieldFact } = {
  bit: counted(1),
  tinyint: fixed(1),
  smallint: fixed(2),
  int: fixed(4),
  bigint: fixed(8),
  smallmoney: fixed(4),
  money: fixed(8),
  real: fixed(4),
  float: fixed(8),
  decimal: counted(19),
  date: fixed(3),
  time: fixed(5),
  smalldatetime: fixed(4),
  datetime: fixed(8),
  datetime2: fixed(8),
  datetimeoffset: fixed(10),
  uniqueidentifier: counted(16),
  rowversion: varying(2),
  char: varying(2),
  varchar: varying(2),
  nchar: varying(2),
  nvarchar: varying(2),
  binary: varying(2),
  varbinary: varying(2),
  text: varying(4),
  ntext: varying(4),
  image: varying(4),
  xml: varying(8),
  json: varying(8),
  sql_variant: varying(4),
  hierarchyid: varying(8),
  geometry: varying(8),
  geography: varying(8),
};

const MAX: FieldFact = varying(8);

/** Undefined for types that no table can hold, or whose form is not documented. */
export function fieldFact(type: SqlType): FieldFact | undefined {
  if ('length' in type && type.length === 'max') return MAX;
  return (FIELD_FACTS as Readonly<Record<string, FieldFact | undefined>>)[type.name];
}
