import { displayName } from '@datamigrate/catalog';
import type { Diagnostic } from '@datamigrate/diagnostics';
import { type BulkError, bulkLoad, type Database, type SqlValue } from '@datamigrate/tsql-engine';
import { rowErrors } from '../data/bulk-insert.js';
import { DataFault, type OpenedData, type TableData } from '../data/table-data.js';
import { sourceDiagnostics } from '../diagnostics.js';
import type { Breath } from './breath.js';

const ROWS_AT_A_TIME = 2000;
const MOST_ERRORS = 1000;

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
    try {
      const opened = each.open({ columns: store.columns });
      const errors = await loadTable(database, each, opened, breath);
      if (!errors) return undefined;
      diagnostics.push(...rowErrors({ loaded: 0, errors, stopped: errors.length > MOST_ERRORS }, each.origin, table));
    } catch (error) {
      if (!(error instanceof DataFault)) throw error;
      unreadable(error.message);
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
  const iterator = rows[Symbol.iterator]();
  const errors: BulkError[] = [];
  let before = 0;
  for (let ended = false; !ended && errors.length <= MOST_ERRORS; before += ROWS_AT_A_TIME) {
    const chunk: (readonly (SqlValue | undefined)[])[] = [];
    while (chunk.length < ROWS_AT_A_TIME) {
      const next = iterator.next();
      ended = next.done === true;
      if (next.done) break;
      chunk.push(next.value);
    }
    const outcome = bulkLoad(database, table, { columns, form, rows: chunk, mostErrors: MOST_ERRORS });
    for (const { row, message } of outcome?.errors ?? []) errors.push({ row: row + before, message });
    if (!(await breath.take())) return undefined;
  }
  return errors;
}
