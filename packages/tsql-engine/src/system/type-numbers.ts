import type { SqlType, TypeName } from '@datamigrate/catalog';

/** Numbers of the types. Source: learn.microsoft.com/sql/relational-databases/system-catalog-views/sys-types-transact-sql */
export const TYPE_NUMBERS: Readonly<Record<Exclude<TypeName, 'cursor' | 'table' | 'null'>, number>> = {
  image: 34,
  text: 35,
  uniqueidentifier: 36,
  date: 40,
  time: 41,
  datetime2: 42,
  datetimeoffset: 43,
  tinyint: 48,
  smallint: 52,
  int: 56,
  smalldatetime: 58,
  real: 59,
  money: 60,
  datetime: 61,
  float: 62,
  sql_variant: 98,
  ntext: 99,
  bit: 104,
  decimal: 106,
  smallmoney: 122,
  bigint: 127,
  hierarchyid: 240,
  geometry: 240,
  geography: 240,
  varbinary: 165,
  varchar: 167,
  binary: 173,
  char: 175,
  rowversion: 189,
  nvarchar: 231,
  nchar: 239,
  xml: 241,
  json: 244,
  vector: 255,
};

/** CLR types share a system type; each is a user type of its own. */
const OWN_USER_TYPE: Readonly<Record<string, number | undefined>> = { hierarchyid: 128, geometry: 129, geography: 130 };

export const FIRST_USER_TYPE = 257;

/** Bytes, digits and digits behind the point of the types that always have the same. */
const FIXED: Readonly<Record<string, readonly [bytes: number, precision: number, scale: number] | undefined>> = {
  bit: [1, 1, 0],
  tinyint: [1, 3, 0],
  smallint: [2, 5, 0],
  int: [4, 10, 0],
  bigint: [8, 19, 0],
  smallmoney: [4, 10, 4],
  money: [8, 19, 4],
  real: [4, 24, 0],
  float: [8, 53, 0],
  date: [3, 10, 0],
  smalldatetime: [4, 16, 0],
  datetime: [8, 23, 3],
  uniqueidentifier: [16, 0, 0],
  rowversion: [8, 0, 0],
  text: [16, 0, 0],
  ntext: [16, 0, 0],
  image: [16, 0, 0],
  xml: [-1, 0, 0],
  json: [-1, 0, 0],
  sql_variant: [8016, 0, 0],
  hierarchyid: [892, 0, 0],
  geometry: [-1, 0, 0],
  geography: [-1, 0, 0],
};

export interface TypeSize {
  readonly systemType: bigint;
  readonly userType: bigint;
  readonly bytes: bigint;
  readonly precision: bigint;
  readonly scale: bigint;
}

/** What sys.columns says of a type. */
export function sizeOf(type: SqlType): TypeSize {
  const system = TYPE_NUMBERS[type.name as keyof typeof TYPE_NUMBERS] ?? TYPE_NUMBERS.sql_variant;
  const [bytes, precision, scale] = measure(type);
  return {
    systemType: BigInt(system),
    userType: BigInt(OWN_USER_TYPE[type.name] ?? system),
    bytes: BigInt(bytes),
    precision: BigInt(precision),
    scale: BigInt(scale),
  };
}

function measure(type: SqlType): readonly [number, number, number] {
  switch (type.name) {
    case 'decimal':
      return [
        type.precision <= 9 ? 5 : type.precision <= 19 ? 9 : type.precision <= 28 ? 13 : 17,
        type.precision,
        type.scale,
      ];
    case 'time':
      return [timeBytes(type.scale), 8 + fraction(type.scale), type.scale];
    case 'datetime2':
      return [timeBytes(type.scale) + 3, 19 + fraction(type.scale), type.scale];
    case 'datetimeoffset':
      return [timeBytes(type.scale) + 5, 26 + fraction(type.scale), type.scale];
    case 'char':
    case 'varchar':
    case 'binary':
    case 'varbinary':
      return [type.length === 'max' ? -1 : type.length, 0, 0];
    case 'nchar':
    case 'nvarchar':
      return [type.length === 'max' ? -1 : type.length * 2, 0, 0];
    case 'vector':
      return [type.dimensions * 4 + 8, 0, 0];
    default:
      return FIXED[type.name] ?? [8016, 0, 0];
  }
}

const timeBytes = (scale: number): number => (scale <= 2 ? 3 : scale <= 4 ? 4 : 5);
const fraction = (scale: number): number => (scale === 0 ? 0 : scale + 1);
