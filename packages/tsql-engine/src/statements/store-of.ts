import { displayName } from '@datamigrate/catalog';
import type { Bound } from '@datamigrate/tsql-binder';
import type { TableStore } from '../database/table-store.js';
import { Refusal, sqlError } from '../errors/sql-error.js';
import type { Run } from './run.js';

/** The contents of the table that a statement writes to. */
export function storeOf(run: Run, target: Bound.BoundStoredTable): TableStore {
  if (run.session.doomed) throw sqlError(3930);
  if (target.kind === 'unknown-table') throw new Refusal('A table that could not be found');
  if (target.kind === 'temporary-table') {
    const store = run.frame.table(target.name);
    if (!store) throw sqlError(208, target.name);
    return store;
  }
  if (target.type === 'view') throw new Refusal(`Writing through the view ${displayName(target.object)}`);
  const store = run.session.database.store(target.object);
  if (!store) throw sqlError(208, displayName(target.object));
  return store;
}
