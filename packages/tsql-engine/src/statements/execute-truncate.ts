import { displayName } from '@datamigrate/catalog';
import type { Bound } from '@datamigrate/tsql-binder';
import { sqlError } from '../errors/sql-error.js';
import type { Run } from './run.js';
import { storeOf } from './store-of.js';

/** Empties a table and begins its identity anew; a table that others refer to cannot be truncated. */
export function executeTruncate(run: Run, statement: Bound.BoundTruncate): void {
  const store = storeOf(run, statement.target);
  const { schema, name } = store.table;
  if (schema !== '') {
    if (store.table.versioning) throw sqlError(13545, displayName({ schema, name }));
    const referred = run.session.database.catalog.tables.some((table) =>
      table.foreignKeys.some(
        ({ references }) =>
          references.name.toLowerCase() === name.toLowerCase() &&
          references.schema.toLowerCase() === schema.toLowerCase() &&
          table.name.toLowerCase() !== name.toLowerCase(),
      ),
    );
    if (referred) throw sqlError(4712, displayName({ schema, name }));
  }
  store.clear(run.session.logOf(store));
  run.session.rowCount = 0n;
}
