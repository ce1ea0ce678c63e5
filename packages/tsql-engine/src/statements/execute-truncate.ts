import { displayName } from '@datamigrate/catalog';
import type { Bound } from '@datamigrate/tsql-binder';
import type { TableStore } from '../database/table-store.js';
import { sqlError } from '../errors/sql-error.js';
import type { Run } from './run.js';
import { storeOf } from './store-of.js';

/** Empties a table and begins its identity anew. */
export function executeTruncate(run: Run, statement: Bound.BoundTruncate): void {
  const store = storeOf(run, statement.target);
  checkTruncation(run, store);
  store.clear(run.session.logOf(store));
  run.session.rowCount = 0n;
}

/** A table that others refer to, or that keeps its former rows, cannot be truncated. */
export function checkTruncation(run: Run, { table: { schema, name, versioning } }: TableStore): void {
  if (schema === '') return;
  if (versioning) throw sqlError(13545, displayName({ schema, name }));
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
