import { type SqlType, typeText } from '@datamigrate/catalog';
import { snakeCase } from '@datamigrate/dbt-project';
import type { ProcedureParameter } from '@datamigrate/procedure-analysis';
import { Database, executeSql } from '@datamigrate/tsql-engine';

type Value = string | number | null;

/** Parameters with constant defaults; the others are null until somebody sets them. */
export function parameterVariables(parameters: readonly ProcedureParameter[]): Readonly<Record<string, Value>> {
  return Object.fromEntries(
    parameters.map(({ name, type, default: value }) => [
      snakeCase(name),
      value.kind === 'constant' && value.value !== null ? inType(value.value, type) : null,
    ]),
  );
}

/** Conversions of constants need no tables. */
const DATABASE = new Database({ name: 'constants' });

/** A constant as SQL Server converts it to the parameter's type, in a form that targets and people read: `20240229` is a date for SQL Server alone. */
function inType(value: bigint | number | string, type: SqlType): Value {
  const words = typeof value === 'string' ? `N'${value.replaceAll("'", "''")}'` : String(value);
  const { resultSets } = executeSql(DATABASE, `SELECT CONVERT(${typeText(type)}, ${words}) AS v`);
  const text = resultSets[0]?.rows[0]?.[0];
  if (text === undefined || text === null) return typeof value === 'bigint' ? Number(value) : value;
  if (NUMBERS.has(type.name)) return Number(text);
  if (EXACT.has(type.name)) return shortest(text);
  return MOMENTS.has(type.name) ? text.replace(/\.0+$/, '').replace(/ 00:00:00$/, '') : text;
}

const NUMBERS: ReadonlySet<string> = new Set(['bit', 'tinyint', 'smallint', 'int', 'float', 'real']);
const EXACT: ReadonlySet<string> = new Set(['bigint', 'decimal', 'money', 'smallmoney']);
const MOMENTS: ReadonlySet<string> = new Set(['datetime', 'smalldatetime', 'datetime2', 'time']);

/** A number of YAML where that holds all digits, else its text. */
function shortest(text: string): string | number {
  const digits = text.includes('.') ? text.replace(/0+$/, '').replace(/\.$/, '') : text;
  return String(Number(digits)) === digits ? Number(digits) : digits;
}
