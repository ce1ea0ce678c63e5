import type { DecimalType, FractionalTimeType, SqlType, TypeName } from '@datamigrate/catalog';

/** How values of a SQL Server type stand in DuckDB. */
export interface LandedType {
  readonly type: string;
  /** What values in the text format must match as a whole, besides being castable: casts alone round silently. */
  readonly pattern?: string;
  /** Makes the value from its text. */
  readonly read: (text: string) => string;
  /** Condition on the text, beside the pattern; by default that the cast succeeds. */
  readonly readable?: (text: string) => string;
  /** Set where values may have more digits than DuckDB keeps: matches those that do. */
  readonly lossy?: string;
}

const INTEGER = '[+-]?\\d+';
const DATE = '\\d{4}-\\d{2}-\\d{2}';
const TIME = '\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,7})?';
/** A seventh digit of the second that is not zero. */
const TENTH_OF_MICROSECOND = '.*\\.\\d{6}[1-9]';

const cast = (type: string, pattern?: string): LandedType => ({
  type,
  ...(pattern === undefined ? {} : { pattern }),
  read: (text) => `cast(${text} as ${type})`,
});
const exact = (precision: number, scale: number): LandedType =>
  cast(`decimal(${precision},${scale})`, `[+-]?(\\d+(\\.\\d{0,${scale}}0*)?|\\.\\d{1,${Math.max(scale, 1)}})`);
const floating = (type: string): LandedType => ({
  ...cast(type, '[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?'),
  // What is too large becomes infinity.
  readable: (value) => `coalesce(isfinite(try_cast(${value} as ${type})), false)`,
});
const fractional = (type: string, pattern: string, { scale }: FractionalTimeType): LandedType => ({
  ...cast(type, pattern),
  ...(scale === 7 ? { lossy: TENTH_OF_MICROSECOND } : {}),
});

const text: LandedType = { type: 'varchar', read: (value) => value };
const blob: LandedType = {
  type: 'blob',
  pattern: '0x([0-9A-Fa-f]{2})*',
  read: (value) => `unhex(substr(${value}, 3))`,
  readable: () => 'true',
};
const timestamp = cast('timestamp', `${DATE}[ T]${TIME}`);

type Rows = {
  readonly [N in TypeName]: LandedType | ((type: Extract<SqlType, { readonly name: N }>) => LandedType) | undefined;
};

/** One row for each type; undefined is refused. */
const ROWS: Rows = {
  bit: cast('boolean', '[01]'),
  tinyint: cast('utinyint', INTEGER),
  smallint: cast('smallint', INTEGER),
  int: cast('integer', INTEGER),
  bigint: cast('bigint', INTEGER),
  decimal: ({ precision, scale }: DecimalType) => exact(precision, scale),
  money: exact(19, 4),
  smallmoney: exact(10, 4),
  float: floating('double'),
  real: floating('real'),
  date: cast('date', DATE),
  time: (type) => fractional('time', TIME, type),
  smalldatetime: timestamp,
  datetime: timestamp,
  datetime2: (type) => fractional('timestamp', `${DATE}[ T]${TIME}`, type),
  // The target's own type keeps the moment, not the offset.
  datetimeoffset: text,
  uniqueidentifier: cast('uuid', '[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}'),
  char: text,
  varchar: text,
  nchar: text,
  nvarchar: text,
  text,
  ntext: text,
  xml: text,
  json: text,
  binary: blob,
  varbinary: blob,
  image: blob,
  rowversion: blob,
  sql_variant: undefined,
  hierarchyid: blob,
  // As their bytes: models may hand them on, and ask nothing of them.
  geometry: blob,
  geography: blob,
  vector: undefined,
  cursor: undefined,
  table: undefined,
  null: undefined,
};

export function landedType(type: SqlType): LandedType | undefined {
  const row = ROWS[type.name] as LandedType | ((type: SqlType) => LandedType) | undefined;
  return typeof row === 'function' ? row(type) : row;
}

/** The type of a column in DuckDB, as dbt's `data_type` states it; undefined when the column is not landed. */
export function duckdbType(type: SqlType): string | undefined {
  return landedType(type)?.type;
}
