import type { Column, QualifiedName, Versioning } from '@datamigrate/catalog';
import type { Ast } from '@datamigrate/tsql-syntax';
import { type MutableTable, newTable } from './table-changes.js';

type TableOptions = NonNullable<Ast.StatementOf<'CreateTable'>['options']>;

/** What the options of a table say about SYSTEM_VERSIONING; undefined where they say nothing. */
export function versioningFrom(
  options: TableOptions,
  qualified: (name: Ast.ObjectName) => QualifiedName,
): Versioning | 'off' | undefined {
  for (const option of options) {
    if (option.kind !== 'TableOption' || option.name !== 'SYSTEM_VERSIONING') continue;
    const { value } = option;
    if (value.kind === 'SystemVersioningOff') return 'off';
    if (value.kind !== 'SystemVersioning') continue;
    const named = value.options?.find((each) => each.kind === 'HistoryTable');
    return named ? { history: qualified(named.name) } : {};
  }
  return undefined;
}

/**
 * The table that SQL Server makes for former rows: the same columns without keys, identity and defaults, and an index
 * on the period. Source: learn.microsoft.com/sql/relational-databases/tables/creating-a-system-versioned-temporal-table
 */
export function historyOf(table: MutableTable, name: QualifiedName): MutableTable {
  const period = (['row-end', 'row-start'] as const).flatMap(
    (kind) => table.columns.find(({ generated }) => generated === kind)?.name ?? [],
  );
  return {
    ...newTable(name),
    columns: historyColumns(table),
    indexes: [{ name: `ix_${name.name}`, columns: period, included: [], unique: false }],
  };
}

/** The name of a history that the statement does not name. SQL Server takes the number of the object. */
export function anonymousHistory({ schema, name }: QualifiedName): QualifiedName {
  let number = 0;
  for (const character of `${schema}.${name}`.toLowerCase()) number = (number * 31 + character.charCodeAt(0)) >>> 1;
  return { schema, name: `MSSQL_TemporalHistoryFor_${number}` };
}

export function historyColumns(table: MutableTable): Column[] {
  return table.columns.map(plainColumn);
}

function plainColumn({ name, type, aliasType, collation, nullable }: Column): Column {
  return {
    name,
    type,
    nullable,
    ...(aliasType ? { aliasType } : {}),
    ...(collation === undefined ? {} : { collation }),
  };
}
