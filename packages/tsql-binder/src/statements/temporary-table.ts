import type { Column, Table, UniqueKey } from '@datamigrate/catalog';
import type { BinderContext } from '../binder-context.js';
import { storedColumns } from '../definitions/stored-columns.js';
import { outputColumn } from '../tables/bind-named-table.js';
import type { StoredColumn } from '../tree/stored-table.js';

/** A `#t` or `@t` as a table of the catalog without a schema. */
export function temporaryTable(name: string, columns: readonly Column[], primaryKey?: UniqueKey): Table {
  return {
    schema: '',
    name,
    columns,
    ...(primaryKey ? { primaryKey } : {}),
    uniqueKeys: [],
    foreignKeys: [],
    checks: [],
    indexes: [],
  };
}

/** Makes a temporary table known to the statements that follow. */
export function declareTable(context: BinderContext, table: Table): readonly StoredColumn[] {
  const stored = storedColumns(context, table.columns);
  const columns = table.columns.map((column) => outputColumn(context, column));
  context.declareTemporaryTable({ name: table.name, columns, table, stored });
  return stored;
}
