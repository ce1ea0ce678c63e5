import type { QualifiedName, SqlType, Table } from '@datamigrate/catalog';
import { TableStore } from '../database/table-store.js';
import { sqlError } from '../errors/sql-error.js';
import type { Session } from '../session/session.js';
import { convertValue } from '../values/convert.js';
import type { Row } from '../values/sql-value.js';

/** Rows for a table-valued parameter, as a client sends them. */
export interface ClientTable {
  readonly type: QualifiedName;
  /** In the order of the table type's columns. */
  readonly columns: readonly SqlType[];
  readonly rows: readonly Row[];
}

/** The table variable that a procedure gets. */
export function tableParameter(session: Session, name: string, given: ClientTable): TableStore {
  const { binder } = session.database;
  const type = binder.catalog.tableType(given.type.name, given.type.schema);
  if (!type) throw sqlError(2715, name, `${given.type.schema}.${given.type.name}`);
  if (type.columns.length !== given.columns.length) throw sqlError(500, given.columns.length, type.columns.length);
  const table: Table = {
    schema: '',
    name,
    columns: type.columns,
    ...(type.primaryKey ? { primaryKey: type.primaryKey } : {}),
    uniqueKeys: [],
    foreignKeys: [],
    checks: [],
    indexes: [],
  };
  const store = new TableStore(table, binder.storedColumns(table));
  store.adopt(
    given.rows.map((row) =>
      type.columns.map((column, i) =>
        convertValue(row[i] ?? null, given.columns[i] ?? column.type, column.type, { format: session.settings }),
      ),
    ),
  );
  return store;
}
