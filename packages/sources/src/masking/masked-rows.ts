import { objectKey } from '@datamigrate/catalog';
import { bulkLoad, type Database } from '@datamigrate/tsql-engine';
import type { DataRow, OpenedData, TableData } from '../data/table-data.js';
import type { MaskedColumns, TableMasks } from './masked-columns.js';

/** The same rows with masked values, masked while they are read. */
export function maskedData(data: TableData, masked: MaskedColumns): TableData {
  const masks = masked.tables.get(objectKey(data.table));
  if (!masks) return data;
  const { part, ...whole } = data;
  return {
    ...whole,
    // Whoever asks for keys has masked ones: the source would not know them.
    part: (wanted) => {
      const open = wanted.kind === 'keys' && wanted.columns.some((name) => masks.has(name.toLowerCase()));
      return open || !part ? maskedData(data, masked) : maskedData(part(wanted), masked);
    },
    open: (target) => {
      const opened = data.open(target);
      return { ...opened, rows: maskedRows(opened, masks) };
    },
  };
}

function maskedRows({ columns, rows }: OpenedData, masks: TableMasks): OpenedData['rows'] {
  const places = columns.map((name) => masks.get(name.toLowerCase()));
  const masked = (row: DataRow): DataRow =>
    row.map((value, i) => (value === undefined ? undefined : (places[i]?.(value) ?? (places[i] ? null : value))));
  return Symbol.asyncIterator in rows ? portions(rows, masked) : each(rows, masked);
}

async function* portions(rows: AsyncIterable<readonly DataRow[]>, masked: (row: DataRow) => DataRow) {
  for await (const portion of rows) yield portion.map(masked);
}

function* each(rows: Iterable<DataRow>, masked: (row: DataRow) => DataRow) {
  for (const row of rows) yield masked(row);
}

/** Rows that scripts have inserted: they are there already. */
export function maskHeldRows(database: Database, masked: MaskedColumns): void {
  for (const table of database.catalog.tables) {
    const masks = masked.tables.get(objectKey(table));
    const store = database.store(table);
    if (!masks || !store || store.rows.length === 0) continue;
    const stored = table.columns.flatMap((column, i) => (column.computed ? [] : [i]));
    const columns = stored.map((i) => table.columns[i]?.name ?? '');
    const rows = store.rows.map((row) =>
      stored.map((i, place) => {
        const value = row[i] ?? null;
        const mask = masks.get((columns[place] ?? '').toLowerCase());
        return mask ? mask(value) : value;
      }),
    );
    store.adopt([]);
    bulkLoad(database, table, { columns, form: 'typed', rows, mostErrors: 0 });
  }
}
