import type { SqlType, Table } from '@datamigrate/catalog';
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

/** One source for each SQL Server schema. `tests` gives the tests of tables that no staging model reads. */
export function sourceSpecs(
  tables: readonly Table[],
  names: ReadonlyMap<string, TableNames>,
  landed: LandedTables,
  tests: (table: Table) => CatalogTests | undefined = () => undefined,
): SourceSpec[] {
  return [...groupBy(tables, ({ schema }) => schema)].map(([schema, group]) => ({
    name: names.get(tableKey(group[0] ?? { schema, name: '' }))?.source ?? schema,
    schema: landed.schemaName(schema),
    description: `Tables of the schema ${schema}, as they came from SQL Server.`,
    tables: group.map((table) =>
      sourceTable(table, names.get(tableKey(table))?.sourceTable ?? table.name, landed, tests(table)),
    ),
  }));
}

function sourceTable(
  table: Table,
  name: string,
  landed: LandedTables,
  tests: CatalogTests | undefined,
): SourceTableSpec {
  const columns = table.columns.flatMap((column): ColumnSpec[] => {
    const dataType = landed.dataType(column.type);
    if (dataType === undefined) return [];
    const own = tests?.columns.get(column.name);
    return [
      {
        name: column.name,
        dataType,
        ...(column.description === undefined ? {} : { description: column.description }),
        ...(own === undefined ? {} : { tests: own }),
      },
    ];
  });
  return {
    name,
    identifier: table.name,
    ...(table.description === undefined ? {} : { description: table.description }),
    columns,
    ...(tests === undefined ? {} : { tests: tests.table }),
  };
}
