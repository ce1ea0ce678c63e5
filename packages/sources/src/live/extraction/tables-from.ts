import type { AliasType, Column, QualifiedName, Table, TableType, Versioning } from '@datamigrate/catalog';
import type { Diagnostic } from '@datamigrate/diagnostics';
import type { Answer, LiveRow } from '../connection/live-connection.js';
import { liveDiagnostics } from '../diagnostics.js';
import { bare, columnFrom, type LiveColumn } from './columns-from.js';
import { foreignKeysFrom, type KnownTable } from './foreign-keys-from.js';
import { indexesFrom } from './indexes-from.js';
import { groupedRows, RowReader } from './live-rows.js';
import { typeFrom } from './type-from.js';

export interface LiveTables {
  readonly schemas: readonly string[];
  readonly aliasTypes: readonly AliasType[];
  readonly tableTypes: readonly TableType[];
  readonly tables: readonly Table[];
  /** Names by the numbers that the server has for them: descriptions come with numbers. */
  readonly byId: ReadonlyMap<string, { readonly table: QualifiedName; readonly columns: ReadonlyMap<number, string> }>;
  /** Rows of each table when the catalog was read. */
  readonly counts: ReadonlyMap<string, number>;
  readonly gaps: readonly Diagnostic[];
}

/** What `tableQueries` gave, as a part of the catalog. */
export function tablesFrom({ sets }: Answer, wanted: (name: QualifiedName) => boolean): LiveTables {
  const gaps: Diagnostic[] = [];
  const columns = new Map<string, readonly LiveColumn[]>();
  for (const [id, rows] of groupedRows(sets.get('column_of'))) columns.set(id, rows.map(columnFrom));
  const indexes = groupedRows(sets.get('index_of'));
  const foreignKeys = groupedRows(sets.get('foreign_key_of'));
  const checks = groupedRows(sets.get('check_of'));
  const counted = groupedRows(sets.get('counted_table'));

  const known = (row: LiveRow): KnownTable & { readonly id: string } => {
    const read = new RowReader(row);
    const id = read.text();
    const names = new Map(columns.get(id)?.map((column) => [column.id, column.name]));
    return { id, schema: read.text(), name: read.text(), nameOf: (column) => names.get(column) };
  };
  const leaveOut = (kind: string, { schema, name }: QualifiedName, reason: string): void => {
    const object = `${schema}.${name}`;
    gaps.push({ ...liveDiagnostics.create('live-left-out', { kind, name: object, reason }), object });
  };
  const columnsOf = (id: string, owner: QualifiedName): Column[] =>
    (columns.get(id) ?? []).flatMap(({ column, name, typeName }) => {
      if (!column)
        leaveOut('the column', { schema: `${owner.schema}.${owner.name}`, name }, `its type ${typeName} is not known`);
      return column ? [column] : [];
    });

  const found = (sets.get('table_id') ?? []).flatMap((row) => {
    const table = known(row);
    if (!wanted(table)) return [];
    const special = specialKind(row);
    if (special !== undefined) leaveOut('the table', table, `it is ${special}`);
    return special === undefined ? [{ ...table, versioning: versioningOf(row) }] : [];
  });
  const byId = new Map<string, (typeof found)[number]>(found.map((table) => [table.id, table]));
  const counts = new Map<string, number>();
  const tables = found.map((table): Table => {
    const { schema, name, id } = table;
    const keys = indexesFrom(indexes.get(id) ?? [], table.nameOf);
    const references = foreignKeysFrom(foreignKeys.get(id) ?? [], table, byId);
    for (const key of references.dangling)
      leaveOut('the foreign key', { schema, name: key }, 'the table that it points at was not read');
    counts.set(`${schema}.${name}`, Number(counted.get(id)?.[0]?.[1] ?? 0));
    return {
      schema,
      name,
      columns: columnsOf(id, table),
      ...(keys.primaryKey ? { primaryKey: keys.primaryKey } : {}),
      uniqueKeys: keys.uniqueKeys,
      foreignKeys: references.foreignKeys,
      checks: (checks.get(id) ?? []).map((row) => {
        const read = new RowReader(row.slice(1));
        const check = read.text();
        const madeUp = read.flag();
        return { ...(madeUp ? {} : { name: check }), definition: bare(read.text()) };
      }),
      indexes: keys.indexes,
      ...(table.versioning ? { versioning: withHistory(table.versioning, byId) } : {}),
    };
  });
  const tableTypes = (sets.get('table_type_id') ?? []).map((row): TableType => {
    const { id, schema, name, nameOf } = known(row);
    const { primaryKey } = indexesFrom(indexes.get(id) ?? [], nameOf);
    return {
      schema,
      name,
      columns: columnsOf(id, { schema, name }),
      ...(primaryKey ? { primaryKey: unnamed(primaryKey) } : {}),
    };
  });
  return {
    schemas: (sets.get('schema_of_database') ?? []).map(([name]) => String(name)),
    aliasTypes: (sets.get('alias_schema') ?? []).flatMap((row) => aliasFrom(row, leaveOut)),
    tableTypes,
    tables,
    byId: new Map(
      found.map(({ id, schema, name }) => [
        id,
        { table: { schema, name }, columns: new Map(columns.get(id)?.map((column) => [column.id, column.name])) },
      ]),
    ),
    counts,
    gaps,
  };
}

/** Constraints of table types have no names of their own. */
function unnamed({ columns, clustered }: NonNullable<TableType['primaryKey']>): NonNullable<TableType['primaryKey']> {
  return { columns, ...(clustered === undefined ? {} : { clustered }) };
}

interface LiveVersioning {
  readonly historyId: string;
}

/** Source: learn.microsoft.com/sql/relational-databases/system-catalog-views/sys-tables-transact-sql, temporal_type */
function versioningOf(row: LiveRow): LiveVersioning | undefined {
  const read = new RowReader(row.slice(6));
  return read.number() === 2 ? { historyId: read.text() } : undefined;
}

function withHistory({ historyId }: LiveVersioning, tables: ReadonlyMap<string, QualifiedName>): Versioning {
  const history = tables.get(historyId);
  return history ? { history: { schema: history.schema, name: history.name } } : {};
}

/** External and graph tables have no rows of their own, or columns that nothing else has. */
function specialKind(row: LiveRow): string | undefined {
  const read = new RowReader(row.slice(3));
  if (read.flag()) return 'an external table';
  if (read.flag()) return 'a node of a graph';
  return read.flag() ? 'an edge of a graph' : undefined;
}

function aliasFrom(
  row: LiveRow,
  leaveOut: (kind: string, name: QualifiedName, reason: string) => void,
): readonly AliasType[] {
  const read = new RowReader(row);
  const name = { schema: read.text(), name: read.text() };
  const baseName = read.text();
  const base = typeFrom(baseName, { bytes: read.number(), precision: read.number(), scale: read.number() });
  if (base) return [{ ...name, base, nullable: read.flag() }];
  leaveOut('the type', name, `its base ${baseName} is not known`);
  return [];
}
