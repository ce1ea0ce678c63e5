/** Types whose name says everything. */
export type PlainTypeName =
  | 'bit'
  | 'tinyint'
  | 'smallint'
  | 'int'
  | 'bigint'
  | 'smallmoney'
  | 'money'
  | 'real'
  | 'float'
  | 'date'
  | 'smalldatetime'
  | 'datetime'
  | 'uniqueidentifier'
  | 'rowversion'
  | 'text'
  | 'ntext'
  | 'image'
  | 'xml'
  | 'json'
  | 'sql_variant'
  | 'hierarchyid'
  | 'geometry'
  | 'geography'
  | 'cursor'
  | 'table';

export interface PlainType {
  readonly name: PlainTypeName;
}

/** decimal and numeric are the same type under two names. */
export interface DecimalType {
  readonly name: 'decimal';
  /** Digits in all, 1 to 38. */
  readonly precision: number;
  /** Digits behind the point, 0 to precision. */
  readonly scale: number;
}

export interface FractionalTimeType {
  readonly name: 'time' | 'datetime2' | 'datetimeoffset';
  /** Digits of the second's fraction, 0 to 7. */
  readonly scale: number;
}

export interface StringType {
  readonly name: 'char' | 'varchar' | 'nchar' | 'nvarchar';
  /** Bytes for char and varchar, UTF-16 units for nchar and nvarchar. */
  readonly length: number | 'max';
}

export interface BinaryType {
  readonly name: 'binary' | 'varbinary';
  /** Bytes. */
  readonly length: number | 'max';
}

/** vector(n) of SQL Server 2025. */
export interface VectorType {
  readonly name: 'vector';
  readonly dimensions: number;
}

/** The type of a NULL literal before something gives it one. It takes no part in unification. */
export interface UntypedNull {
  readonly name: 'null';
}

/** A SQL Server type with all its parameters. Collation is a property of columns and expressions, not of the type. */
export type SqlType = PlainType | DecimalType | FractionalTimeType | StringType | BinaryType | VectorType | UntypedNull;

export type TypeName = SqlType['name'];

export const plain = <N extends PlainTypeName>(name: N): PlainType => PLAIN[name] ?? { name };

const PLAIN: { readonly [N in PlainTypeName]?: PlainType } = {
  bit: { name: 'bit' },
  tinyint: { name: 'tinyint' },
  smallint: { name: 'smallint' },
  int: { name: 'int' },
  bigint: { name: 'bigint' },
  money: { name: 'money' },
  float: { name: 'float' },
  real: { name: 'real' },
  date: { name: 'date' },
  datetime: { name: 'datetime' },
};

export const decimal = (precision: number, scale: number): DecimalType => ({ name: 'decimal', precision, scale });

export const string = (name: StringType['name'], length: number | 'max'): StringType => ({ name, length });

export const binary = (name: BinaryType['name'], length: number | 'max'): BinaryType => ({ name, length });

export const fractional = (name: FractionalTimeType['name'], scale: number): FractionalTimeType => ({ name, scale });

/** The type as T-SQL writes it, in lower case: `decimal(10,2)`, `nvarchar(max)`, `datetime2(7)`. */
export function typeText(type: SqlType): string {
  switch (type.name) {
    case 'decimal':
      return `decimal(${type.precision},${type.scale})`;
    case 'time':
    case 'datetime2':
    case 'datetimeoffset':
      return `${type.name}(${type.scale})`;
    case 'char':
    case 'varchar':
    case 'nchar':
    case 'nvarchar':
    case 'binary':
    case 'varbinary':
      return `${type.name}(${type.length})`;
    case 'vector':
      return `vector(${type.dimensions})`;
    case 'rowversion':
      return 'timestamp';
    default:
      return type.name;
  }
}

export function sameType(a: SqlType, b: SqlType): boolean {
  return a === b || sameSizes(a, b);
}

function sameSizes(a: Sized, b: Sized): boolean {
  return (
    a.name === b.name &&
    a.length === b.length &&
    a.precision === b.precision &&
    a.scale === b.scale &&
    a.dimensions === b.dimensions
  );
}

interface Sized {
  readonly name: TypeName;
  readonly length?: number | 'max';
  readonly precision?: number;
  readonly scale?: number;
  readonly dimensions?: number;
}
