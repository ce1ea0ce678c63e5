import type { Bound } from '@datamigrate/tsql-binder';
import { sqlError } from '../errors/sql-error.js';
import type { Environment } from '../expressions/environment.js';
import { evaluate } from '../expressions/evaluate.js';
import { checked, pow10 } from '../values/exact-numbers.js';
import { type Row, type SqlValue, scaleOf } from '../values/sql-value.js';
import { xmlNodes } from '../xml/xml-methods.js';
import { openJsonRows } from './open-json.js';

/** Rows of a built-in table function. */
export function functionTableRows(env: Environment, table: Bound.BoundFunctionTable): readonly Row[] {
  if (table.function === 'XML NODES') return xmlNodes(env, table.arguments);
  const args = table.arguments.map((argument) => evaluate(env, argument));
  switch (table.function) {
    case 'STRING_SPLIT':
      return stringSplit(args, table.columns.length > 1);
    case 'GENERATE_SERIES':
      return generateSeries(args, table);
    case 'OPENJSON':
      return openJsonRows(env, table, args);
  }
}

/** An empty text gives one empty row, NULL gives none. */
function stringSplit([value = null, separator = null]: readonly SqlValue[], ordinal: boolean): Row[] {
  if (typeof separator !== 'string' || separator.length !== 1) throw sqlError(214, 'separator', 'nchar(1)/nvarchar(1)');
  if (typeof value !== 'string') return [];
  return value.split(separator).map((part, i) => (ordinal ? [part, BigInt(i + 1)] : [part]));
}

/** Counts up or down to the end; a step of zero is an error. */
function generateSeries(
  [start = null, stop = null, given]: readonly SqlValue[],
  table: Bound.BoundFunctionTable,
): Row[] {
  if (given === null || typeof start !== 'bigint' || typeof stop !== 'bigint') return [];
  const type = table.columns[0]?.type ?? { name: 'int' };
  const unit = pow10(scaleOf(type));
  const step = typeof given === 'bigint' ? given : start <= stop ? unit : -unit;
  if (step === 0n) throw sqlError(4199, '0');
  const rows: Row[] = [];
  for (let value = start; step > 0n ? value <= stop : value >= stop; value += step) rows.push([checked(value, type)]);
  return rows;
}
