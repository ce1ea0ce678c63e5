import type { Table } from '@datamigrate/catalog';
import { checkReferences } from '../database/foreign-keys.js';
import type { TableStore } from '../database/table-store.js';
import { checkRow, checkUniqueness, tableName } from '../database/write-rows.js';
import { sqlError } from '../errors/sql-error.js';
import { environmentOf, type Run } from './run.js';

/** What was declared of the rows of a table before its definition changed. */
export interface FormerFacts {
  readonly columns: TableStore['columns'];
  readonly checks: Table['checks'];
  readonly foreignKeys: Table['foreignKeys'];
}

/**
 * The rows of a table must satisfy what is declared of them later: keys always, CHECK and FOREIGN KEY unless they are
 * not `trusted`. Source: learn.microsoft.com/sql/t-sql/statements/alter-table-transact-sql, "WITH CHECK | WITH NOCHECK"
 */
export function checkExisting(run: Run, store: TableStore, former: FormerFacts, trusted: boolean): void {
  if (store.rows.length === 0) return;
  const env = environmentOf(run);
  checkNulls(store, former);
  checkUniqueness(env, store);
  if (!trusted) return;
  if (store.table.checks.some((check) => !former.checks.includes(check)))
    for (const row of store.rows) checkRow(env, store, row, 'ALTER TABLE');
  const added = store.table.foreignKeys.filter((key) => !former.foreignKeys.includes(key));
  checkReferences(env.host, run.session, store, store.rows, 'ALTER TABLE', added);
}

/** A column that cannot be NULL, and the rows have nothing for it. */
function checkNulls(store: TableStore, former: FormerFacts): void {
  store.columns.forEach((column, i) => {
    if (column.nullable || column.computed || column.type.name === 'rowversion') return;
    const before = former.columns.find(({ name }) => name.toLowerCase() === column.name.toLowerCase());
    if (before && !before.nullable) return;
    if (!store.rows.some((row) => (row[i] ?? null) === null)) return;
    throw before
      ? sqlError(515, column.name, tableName(store), 'UPDATE')
      : sqlError(4901, column.name, store.table.name);
  });
}
