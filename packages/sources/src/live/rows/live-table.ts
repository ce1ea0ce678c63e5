import { displayName, quotedIdentifier, quotedName, quotedText, type SqlType, type Table } from '@datamigrate/catalog';
import { formatValue, type SqlValue } from '@datamigrate/tsql-engine';
import { DataFault, type RowPart, type TableData } from '../../data/table-data.js';
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
  const reading = (texts: readonly string[]): TableData => ({
    table,
    origin: `${displayName(table)} on ${server}`,
    open: () => ({
      columns: columns.map(({ name }) => name),
      form: 'typed',
      rows: readRows(texts, columns, connect),
    }),
  });
  return {
    ...reading([selectText(table, columns, limit)]),
    part: (wanted) =>
      wanted.kind === 'first'
        ? reading([selectText(table, columns, Math.min(wanted.rows, limit ?? wanted.rows))])
        : reading(keyTexts(table, columns, wanted)),
  };
}

/** A part of the rows is always the same part: the first by the primary key. */
export function selectText(table: Table, columns: readonly SelectedColumn[], limit: number | undefined): string {
  const key = table.primaryKey?.columns.map(quotedIdentifier).join(', ');
  const top = limit === undefined ? '' : `TOP (${limit}) `;
  const order = limit === undefined || key === undefined ? '' : ` ORDER BY ${key}`;
  return `SELECT ${top}${listText(columns)} FROM ${quotedName(table)}${order}`;
}

const listText = (columns: readonly SelectedColumn[]): string =>
  columns.length === 0 ? '1' : columns.map(({ expression }, i) => `${expression} AS c${i + 1}`).join(', ');

/** As many as VALUES takes. */
const KEYS_AT_A_TIME = 1000;

/** The rows whose columns have one of these lists of values, in as many queries as it takes. */
export function keyTexts(
  table: Table,
  columns: readonly SelectedColumn[],
  wanted: Extract<RowPart, { readonly kind: 'keys' }>,
): readonly string[] {
  const types = wanted.columns.map(
    (name) => table.columns.find((column) => column.name.toLowerCase() === name.toLowerCase())?.type,
  );
  const names = wanted.columns.map((_, i) => `k${i + 1}`);
  const equal = wanted.columns.map((name, i) => `k.k${i + 1} = t.${quotedIdentifier(name)}`).join(' AND ');
  const texts: string[] = [];
  for (let from = 0; from < wanted.keys.length; from += KEYS_AT_A_TIME) {
    const lists = wanted.keys
      .slice(from, from + KEYS_AT_A_TIME)
      .map((key) => `(${key.map((value, i) => literalOf(value, types[i])).join(', ')})`);
    const keys = `(VALUES ${lists.join(', ')}) AS k (${names.join(', ')})`;
    texts.push(
      `SELECT ${listText(columns)} FROM ${quotedName(table)} AS t WHERE EXISTS (SELECT 1 FROM ${keys} WHERE ${equal})`,
    );
  }
  return texts;
}

/** A value as T-SQL writes it: never as it came, numbers as their digits and everything else in quotes. */
function literalOf(value: SqlValue, type: SqlType | undefined): string {
  const text = type && formatValue(value, type);
  if (text === null || text === undefined) return 'NULL';
  if (/^-?\d+(\.\d+)?$/.test(text) && (typeof value === 'bigint' || typeof value === 'number')) return text;
  if (value instanceof Uint8Array && /^0x[0-9A-F]*$/.test(text)) return text;
  return quotedText(text);
}

async function* readRows(
  texts: readonly string[],
  columns: readonly SelectedColumn[],
  connect: () => Promise<LiveConnection>,
): AsyncGenerator<readonly (readonly SqlValue[])[], void, undefined> {
  try {
    const connection = await connect();
    for (const text of texts) {
      for await (const portion of connection.rows(text)) {
        yield portion.map((row) => columns.map((column, i) => column.value(row[i])));
      }
    }
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new DataFault(reason.replace(/\.$/, ''));
  }
}
