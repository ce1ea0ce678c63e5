import { displayName } from '@datamigrate/catalog';
import type { Diagnostic } from '@datamigrate/diagnostics';
import { type BulkError, bulkLoad, type Database, Refusal } from '@datamigrate/tsql-engine';
import { rowErrors } from '../data/bulk-insert.js';
import { DataFault, type DataRow, type OpenedData, type TableData } from '../data/table-data.js';
import { sourceDiagnostics } from '../diagnostics.js';
import type { Breath } from './breath.js';

const ROWS_AT_A_TIME = 2000;
export const MOST_ERRORS = 1000;

/** Puts the rows beside the scripts into their tables. Undefined when it was interrupted. */
export async function loadRows(
  database: Database,
  data: readonly TableData[],
  breath: Breath,
): Promise<readonly Diagnostic[] | undefined> {
  const diagnostics: Diagnostic[] = [];
  for (const each of data) {
    const table = displayName(each.table);
    const unreadable = (reason: string): void => {
      const diagnostic = sourceDiagnostics.create('source-data-unreadable', { file: each.origin, table, reason });
      diagnostics.push({ ...diagnostic, object: table });
    };
    const store = database.store(each.table);
    if (!store) {
      unreadable('there is no such table');
      continue;
    }
    const before = store.rows.length;
    try {
      const opened = each.open({ columns: store.columns });
      const errors = await loadTable(database, each, opened, breath);
      if (!errors) return undefined;
      diagnostics.push(...rowErrors({ loaded: 0, errors, stopped: errors.length > MOST_ERRORS }, each.origin, table));
    } catch (error) {
      if (!(error instanceof DataFault) && !(error instanceof Refusal)) throw error;
      // A part of the rows must not be taken for all of them.
      store.adopt(store.rows.slice(0, before));
      unreadable(error instanceof Refusal ? `${error.construct} is not supported` : error.message);
    }
  }
  return diagnostics;
}

async function loadTable(
  database: Database,
  { table }: TableData,
  { columns, form, rows }: OpenedData,
  breath: Breath,
): Promise<readonly BulkError[] | undefined> {
  const errors: BulkError[] = [];
  let before = 0;
  for await (const chunk of portionsOf(rows)) {
    const outcome = bulkLoad(database, table, { columns, form, rows: chunk, mostErrors: MOST_ERRORS });
    for (const { row, message } of outcome?.errors ?? []) errors.push({ row: row + before, message });
    before += chunk.length;
    if (errors.length > MOST_ERRORS) return errors;
    if (!(await breath.take())) return undefined;
  }
  return errors;
}

export function portionsOf(rows: OpenedData['rows']): AsyncIterable<readonly DataRow[]> | Iterable<readonly DataRow[]> {
  return Symbol.asyncIterator in rows ? rows : chunksOf(rows);
}

function* chunksOf(rows: Iterable<DataRow>): Generator<readonly DataRow[], void, undefined> {
  let chunk: DataRow[] = [];
  for (const row of rows) {
    chunk.push(row);
    if (chunk.length < ROWS_AT_A_TIME) continue;
    yield chunk;
    chunk = [];
  }
  if (chunk.length > 0) yield chunk;
}
