import { quotedText, type SqlType, typeText } from '@datamigrate/catalog';
import type { ProcedureParameter } from '@datamigrate/procedure-analysis';
import { Database, executeSql } from '@datamigrate/tsql-engine';

export type DefaultValue = string | number | null;

/** The constant default of a parameter, as a variable of the project has it; null where it has none. */
export function defaultValue({ type, default: value }: ProcedureParameter): DefaultValue {
  return value.kind === 'constant' && value.value !== null ? inType(value.value, type) : null;
}

/** Whether SQL Server takes a text for a value of the type. */
export const converts = (text: string, type: SqlType): boolean => converted(quotedText(text), type) !== undefined;

/** Conversions of constants need no tables. */
const DATABASE = new Database({ name: 'constants' });

/** A constant as SQL Server converts it to the parameter's type, in a form that targets and people read: `20240229` is a date for SQL Server alone. */
function inType(value: bigint | number | string, type: SqlType): DefaultValue {
  const text = converted(typeof value === 'string' ? quotedText(value) : String(value), type);
  if (text === undefined) return typeof value === 'bigint' ? Number(value) : value;
  if (NUMBERS.has(type.name)) return Number(text);
  if (EXACT.has(type.name)) return shortest(text);
  return MOMENTS.has(type.name) ? text.replace(/\.0+$/, '').replace(/ 00:00:00$/, '') : text;
}

function converted(constant: string, type: SqlType): string | undefined {
  const { resultSets } = executeSql(DATABASE, `SELECT CONVERT(${typeText(type)}, ${constant}) AS v`);
  return resultSets[0]?.rows[0]?.[0] ?? undefined;
}

const NUMBERS: ReadonlySet<string> = new Set(['bit', 'tinyint', 'smallint', 'int', 'float', 'real']);
const EXACT: ReadonlySet<string> = new Set(['bigint', 'decimal', 'money', 'smallmoney']);
const MOMENTS: ReadonlySet<string> = new Set(['datetime', 'smalldatetime', 'datetime2', 'time']);

/** A number of YAML where that holds all digits, else its text. */
function shortest(text: string): string | number {
  const digits = text.includes('.') ? text.replace(/0+$/, '').replace(/\.$/, '') : text;
  return String(Number(digits)) === digits ? Number(digits) : digits;
}
