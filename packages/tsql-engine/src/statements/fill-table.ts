import type { TableStore } from '../database/table-store.js';
import { insertRow, missingValue, storedRow } from '../database/write-rows.js';
import type { Row } from '../values/sql-value.js';
import { environmentOf, type Run } from './run.js';

/** Puts whole rows into a new table. */
export function fillTable(run: Run, store: TableStore, rows: readonly Row[]): void {
  const env = environmentOf(run);
  const identity = store.columns.findIndex((column) => column.identity);
  for (const row of rows) {
    const values = [...row];
    if (identity >= 0) {
      if (values[identity] === null || values[identity] === undefined)
        values[identity] = missingValue(env, store, identity);
      else if (typeof values[identity] === 'bigint') store.identity = values[identity];
    }
    insertRow(env, store, storedRow(env, store, values, 'INSERT'), run.session.logOf(store));
  }
}
