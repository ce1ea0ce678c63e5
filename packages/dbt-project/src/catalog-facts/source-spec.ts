import type { SqlType, Table } from '@datamigrate/catalog';
import { describeColumn, describeTable, type TableRole } from '../describe/describe-table.js';
import { groupBy } from '../group-by.js';
import { type TableNames, tableKey } from '../naming/name-tables.js';
import type { ColumnSpec, SourceSpec, SourceTableSpec } from '../spec/project-spec.js';
import type { CatalogTests } from './catalog-tests.js';

/** How the tables of SQL Server stand in the target before dbt runs. */
export interface LandedTables {
  /** Name of the schema that holds the tables of a SQL Server schema. */
  readonly schemaName: (schema: string) => string;
  /** Type of a column; undefined when the column is not there. */
  readonly dataType: (type: SqlType) => string | undefined;
}

/** What is said about sources beyond the catalog. */
export interface SourceOrigin {
  /** Name of the database. */
  readonly database?: string;
  /** What brings the rows, as `loader` of the sources. */
  readonly loader?: string;
  readonly role?: (table: Table) => TableRole;
}

/** One source for each SQL Server schema. `tests` gives the tests of tables that no staging model reads. */
export function sourceSpecs(
  tables: readonly Table[],
  names: ReadonlyMap<string, TableNames>,
  landed: LandedTables,
  tests: (table: Table) => CatalogTests | undefined = () => undefined,
  origin: SourceOrigin = {},
): SourceSpec[] {
  return [...groupBy(tables, ({ schema }) => schema)].map(([schema, group]) => ({
    name: names.get(tableKey(group[0] ?? { schema, name: '' }))?.source ?? schema,
    schema: landed.schemaName(schema),
    description: sourceText(schema, origin),
    ...(origin.loader === undefined ? {} : { loader: origin.loader }),
    meta: { sqlserver: { ...(origin.database === undefined ? {} : { database: origin.database }), schema } },
    tables: group.map((table) =>
      sourceTable(table, names.get(tableKey(table))?.sourceTable ?? table.name, landed, tests(table), origin),
    ),
  }));
}

function sourceText(schema: string, { database }: SourceOrigin): string {
  const of = database === undefined ? 'a SQL Server database' : `the SQL Server database ${database}`;
  return (
    `Tables of the schema \`${schema}\` of ${of}, with the rows that they held when they were copied. ` +
    'Freshness is switched off on purpose: rows that are copied once do not grow old.'
  );
}

function sourceTable(
  table: Table,
  name: string,
  landed: LandedTables,
  tests: CatalogTests | undefined,
  { role }: SourceOrigin,
): SourceTableSpec {
  const columns = table.columns.flatMap((column): ColumnSpec[] => {
    const dataType = landed.dataType(column.type);
    if (dataType === undefined) return [];
    const own = tests?.columns.get(column.name);
    const description = describeColumn(column, table);
    return [
      {
        name: column.name,
        dataType,
        ...(description === undefined ? {} : { description }),
        ...(own === undefined ? {} : { tests: own }),
      },
    ];
  });
  return {
    name,
    identifier: table.name,
    description: describeTable(table, role?.(table)),
    // Rows are copied, not loaded again and again: there is no age to watch until somebody sets up a loader.
    freshness: null,
    columns,
    ...(tests === undefined ? {} : { tests: tests.table }),
  };
}
