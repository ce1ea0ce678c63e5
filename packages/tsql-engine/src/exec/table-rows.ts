import type { QualifiedName, Table } from '@datamigrate/catalog';
import type { Database } from '../database/database.js';
import { executeSql } from './execute-sql.js';

/** All rows of a table, computed columns included, in the order of its columns; undefined when it is not there. */
export function tableRows(database: Database, table: Table): readonly (readonly (string | null)[])[] | undefined {
  const read = table.columns.filter(({ computed }) => computed?.unbound !== true);
  // What nothing can read must not cost the rows: such a column is NULL in all of them.
  const columns = read.length === table.columns.length ? '*' : read.map(({ name }) => bracketed(name)).join(', ');
  const text = `SELECT ${columns} FROM ${quotedName(table)}`;
  const [result] = database.uncounted(() => executeSql(database, text)).resultSets;
  if (!result) return undefined;
  const positions = table.columns.map(({ name }) =>
    result.columns.findIndex((column) => column.name.toLowerCase() === name.toLowerCase()),
  );
  if (read.length < table.columns.length)
    return result.rows.map((row) => positions.map((position) => row[position] ?? null));
  if (positions.includes(-1)) return undefined;
  const isWhole = result.columns.length === positions.length && positions.every((position, i) => position === i);
  if (isWhole) return result.rows;
  return result.rows.map((row) => positions.map((position) => row[position] ?? null));
}

/** As T-SQL writes it whatever the name holds. */
export function quotedName({ schema, name }: QualifiedName): string {
  return `${bracketed(schema)}.${bracketed(name)}`;
}

const bracketed = (name: string): string => `[${name.replaceAll(']', ']]')}]`;
