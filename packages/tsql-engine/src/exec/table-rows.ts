import { quotedIdentifier, quotedName, type Table } from '@datamigrate/catalog';
import type { Database } from '../database/database.js';
import { hasVirtualColumns } from '../database/read-rows.js';
import { formatValue } from '../values/format-value.js';
import { executeSql } from './execute-sql.js';

type TextRow = readonly (string | null)[];

/** All rows of a table, computed columns included, in the order of its columns; undefined when it is not there. */
export function tableRows(database: Database, table: Table): readonly TextRow[] | undefined {
  const read = table.columns.filter(({ computed }) => computed?.unbound !== true);
  // What nothing can read must not cost the rows: such a column is NULL in all of them.
  // An asterisk leaves hidden columns out.
  const all = read.length === table.columns.length && table.columns.every(({ hidden }) => hidden !== true);
  const columns = all ? '*' : read.map(({ name }) => quotedIdentifier(name)).join(', ');
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

/**
 * The same one after the other, so that a table is never in memory a second time as text. Only computed columns need all
 * of it at once.
 */
export function tableRowsOneByOne(database: Database, table: Table): Iterable<TextRow> | undefined {
  const store = database.store(table);
  if (!store || hasVirtualColumns(store)) return tableRows(database, table);
  const { columns, rows } = store;
  const read = table.columns.map(({ name }) => store.ordinal(name));
  if (read.includes(-1)) return tableRows(database, table);
  return (function* () {
    for (const row of rows) yield read.map((i) => formatValue(row[i] ?? null, columns[i]?.type ?? { name: 'null' }));
  })();
}
