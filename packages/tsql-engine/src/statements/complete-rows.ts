import type { QualifiedName } from '@datamigrate/catalog';
import type { Ast } from '@datamigrate/tsql-syntax';
import { persistedColumns, withComputed } from '../database/read-rows.js';
import type { TableStore } from '../database/table-store.js';
import { evaluate } from '../expressions/evaluate.js';
import { environmentOf, type Run } from './run.js';

/** The table whose rows a definition changes. */
export function changedTable(run: Run, node: Ast.Statement): QualifiedName | undefined {
  const name =
    node.kind === 'AlterTableAddTableElement' || node.kind === 'AlterTableAlterColumn'
      ? node.name
      : node.kind === 'CreateIndex'
        ? node.table
        : undefined;
  return name && { schema: name.schema?.name ?? run.defaultSchema, name: name.name.name };
}

/**
 * Rows from before get the values of new columns: their default where they cannot be NULL, or under WITH VALUES, and
 * what is computed and stored (learn.microsoft.com/sql/t-sql/statements/alter-table-transact-sql, "WITH VALUES").
 */
export function completeRows(run: Run, former: TableStore, name: QualifiedName, node: Ast.Statement): void {
  const { session } = run;
  const store = session.database.store(name);
  if (!store || store === former || store.rows.length === 0) return;
  const withValues = /\bWITH\s+VALUES\b/i.test(run.frame.text.slice(node.start, node.end));
  const added = store.columns.flatMap((column, i) =>
    column.default && former.ordinal(column.name) < 0 && (!column.nullable || withValues) ? [i] : [],
  );
  const computed = persistedColumns(store);
  if (added.length === 0 && computed.length === 0) return;
  const env = environmentOf(run);
  const changes = store.rows.map((row): [typeof row, typeof row] => {
    const values = [...row];
    for (const i of added) {
      const value = store.columns[i]?.default;
      values[i] = value ? evaluate(env, value) : null;
    }
    return [row, withComputed(env, store, values, computed)];
  });
  store.change(new Map(changes), session.logOf(store));
}
