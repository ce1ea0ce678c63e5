import type { Ast } from '@datamigrate/tsql-syntax';
import { checkExisting } from './check-existing.js';
import { changedTable, completeRows } from './complete-rows.js';
import type { Run } from './run.js';

/**
 * To be called before a definition is taken in. What comes back brings the rows of the table that it changes in line
 * with it; where they do not fit, the definition is taken back and the error goes on.
 */
export function prepareChange(run: Run, node: Ast.Statement): () => void {
  const { database } = run.session;
  const name = changedTable(run, node);
  const store = name && database.store(name);
  if (!name || !store) return () => {};
  database.adoptMade(name);
  const restore = database.builder.remember(name);
  const { checks, foreignKeys } = store.table;
  const former = { columns: store.columns, checks: [...checks], foreignKeys: [...foreignKeys] };
  const trusted = node.kind !== 'AlterTableAddTableElement' || node.existing !== 'NOCHECK';
  return () => {
    try {
      completeRows(run, store, name, node);
      const changed = database.store(name);
      if (changed) checkExisting(run, changed, former, trusted);
    } catch (error) {
      restore();
      database.definitionsChanged();
      throw error;
    }
  };
}
