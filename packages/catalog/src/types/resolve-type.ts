import { err, ok, type Result, tableByName } from '@datamigrate/foundation';
import { binary, decimal, fractional, type PlainTypeName, plain, type SqlType, string } from './sql-type.js';

/** A type as a script writes it: its name in any case, its parameters in order. */
export interface WrittenType {
  readonly name: string;
  readonly parameters: readonly (number | 'max')[];
}

/** Where a type stands decides the length that `varchar` without one has: 30 in CAST and CONVERT, 1 elsewhere. */
export type TypeContext = 'declaration' | 'cast';

const PLAIN_NAMES = tableByName<PlainTypeName>({
  bit: 'bit',
  tinyint: 'tinyint',
  smallint: 'smallint',
  int: 'int',
  integer: 'int',
  bigint: 'bigint',
  smallmoney: 'smallmoney',
  money: 'money',
  real: 'real',
  date: 'date',
  smalldatetime: 'smalldatetime',
  datetime: 'datetime',
  uniqueidentifier: 'uniqueidentifier',
  rowversion: 'rowversion',
  timestamp: 'rowversion',
  text: 'text',
  ntext: 'ntext',
  'national text': 'ntext',
  image: 'image',
  xml: 'xml',
  json: 'json',
  sql_variant: 'sql_variant',
  hierarchyid: 'hierarchyid',
  geometry: 'geometry',
  geography: 'geography',
  cursor: 'cursor',
});

const STRING_NAMES = tableByName<'char' | 'varchar' | 'nchar' | 'nvarchar'>({
  char: 'char',
  character: 'char',
  varchar: 'varchar',
  'char varying': 'varchar',
  'character varying': 'varchar',
  nchar: 'nchar',
  'national char': 'nchar',
  'national character': 'nchar',
  nvarchar: 'nvarchar',
  'national char varying': 'nvarchar',
  'national character varying': 'nvarchar',
});

/**
 * A built-in type by its written name. The error is a sentence; an unknown name gives undefined, because it may be an
 * alias type of the database.
 */
export function resolveBuiltInType(written: WrittenType, context: TypeContext): Result<SqlType, string> | undefined {
  const name = written.name.toLowerCase();
  const [first, second] = written.parameters;
  const plainName = PLAIN_NAMES.get(name);
  if (plainName) return ok(plain(plainName));
  const stringName = STRING_NAMES.get(name);
  if (stringName) return resolveString(stringName, first, context);
  switch (name) {
    case 'sysname':
      return ok(string('nvarchar', 128));
    case 'binary':
    case 'varbinary':
    case 'binary varying':
      return resolveBinary(name === 'binary' ? 'binary' : 'varbinary', first, context);
    case 'decimal':
    case 'dec':
    case 'numeric':
      return resolveDecimal(first, second);
    case 'float':
    case 'double precision':
      return ok(plain(typeof first === 'number' && first <= 24 ? 'real' : 'float'));
    case 'time':
    case 'datetime2':
    case 'datetimeoffset': {
      const scale = typeof first === 'number' ? first : 7;
      return scale > 7
        ? err(`Specified scale ${scale} is invalid: ${name} has 0 to 7 digits (1002).`)
        : ok(fractional(name, scale));
    }
    case 'vector':
      return typeof first === 'number'
        ? ok({ name: 'vector', dimensions: first })
        : err('vector needs its number of dimensions.');
    default:
      return undefined;
  }
}

function resolveString(
  name: 'char' | 'varchar' | 'nchar' | 'nvarchar',
  length: number | 'max' | undefined,
  context: TypeContext,
): Result<SqlType, string> {
  const fixed = name === 'char' || name === 'nchar';
  const limit = name === 'nchar' || name === 'nvarchar' ? 4000 : 8000;
  if (length === undefined) return ok(string(name, context === 'cast' ? 30 : 1));
  if (length === 'max') return fixed ? err(`${name} cannot have the length max.`) : ok(string(name, 'max'));
  if (length < 1 || length > limit)
    return err(`The length ${length} of ${name} is not between 1 and ${limit} (${length < 1 ? 1001 : 131}).`);
  return ok(string(name, length));
}

function resolveBinary(
  name: 'binary' | 'varbinary',
  length: number | 'max' | undefined,
  context: TypeContext,
): Result<SqlType, string> {
  if (length === undefined) return ok(binary(name, context === 'cast' ? 30 : 1));
  if (length === 'max') return name === 'binary' ? err('binary cannot have the length max.') : ok(binary(name, 'max'));
  if (length < 1 || length > 8000)
    return err(`The length ${length} of ${name} is not between 1 and 8000 (${length < 1 ? 1001 : 131}).`);
  return ok(binary(name, length));
}

function resolveDecimal(
  precision: number | 'max' | undefined,
  scale: number | 'max' | undefined,
): Result<SqlType, string> {
  const p = typeof precision === 'number' ? precision : 18;
  const s = typeof scale === 'number' ? scale : 0;
  if (p < 1 || p > 38) return err(`The precision ${p} is not between 1 and 38 (${p < 1 ? 1001 : 2717}).`);
  if (s > p) return err(`The scale ${s} must be less than or equal to the precision ${p} (183).`);
  return ok(decimal(p, s));
}
