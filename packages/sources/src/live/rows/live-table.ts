import { displayName, type Table } from '@datamigrate/catalog';
import type { SqlValue } from '@datamigrate/tsql-engine';
import { quoted, quotedName } from '../../catalog/quoted-name.js';
import { DataFault, type TableData } from '../../data/table-data.js';
import type { LiveConnection } from '../connection/live-connection.js';
import { type SelectedColumn, selectedColumn } from './selected-column.js';

/** Rows of a table of a server, read when they are needed. */
export function liveTable(
  table: Table,
  server: string,
  limit: number | undefined,
  connect: () => Promise<LiveConnection>,
): TableData {
  const columns = table.columns.flatMap((column) => selectedColumn(column) ?? []);
  return {
    table,
    origin: `${displayName(table)} on ${server}`,
    open: () => ({
      columns: columns.map(({ name }) => name),
      form: 'typed',
      rows: readRows(selectText(table, columns, limit), columns, connect),
    }),
  };
}

/** A part of the rows is always the same part: the first by the primary key. */
export function selectText(table: Table, columns: readonly SelectedColumn[], limit: number | undefined): string {
  const key = table.primaryKey?.columns.map(quoted).join(', ');
  const top = limit === undefined ? '' : `TOP (${limit}) `;
  const order = limit === undefined || key === undefined ? '' : ` ORDER BY ${key}`;
  const list = columns.length === 0 ? '1' : columns.map(({ expression }, i) => `${expression} AS c${i + 1}`).join(', ');
  return `SELECT ${top}${list} FROM ${quotedName(table)}${order}`;
}

async function* readRows(
  text: string,
  columns: readonly SelectedColumn[],
  connect: () => Promise<LiveConnection>,
): AsyncGenerator<readonly (readonly SqlValue[])[], void, undefined> {
  try {
    const connection = await connect();
    for await (const portion of connection.rows(text)) {
      yield portion.map((row) => columns.map((column, i) => column.value(row[i])));
    }
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new DataFault(reason.replace(/\.$/, ''));
  }
}
