import { type Column, displayName, type Table } from '@datamigrate/catalog';
import { describeColumn, describeTable, type TableRole } from '../describe/describe-table.js';
import type { TableNames } from '../naming/name-tables.js';
import { quoteIfNeeded } from '../naming/reserved-words.js';
import type { ColumnSpec, ModelSpec } from '../spec/project-spec.js';
import type { CatalogTests } from './catalog-tests.js';
import type { LandedTables } from './source-spec.js';

/** The staging model of a table: a view that only renames. */
export function stagingModel(
  table: Table,
  names: TableNames,
  landed: Pick<LandedTables, 'dataType'>,
  tests?: CatalogTests,
  role: TableRole = {},
): ModelSpec {
  const columns = table.columns.filter(({ type }) => landed.dataType(type) !== undefined);
  const specs = columns.map((column): ColumnSpec => {
    const dataType = landed.dataType(column.type);
    const own = tests?.columns.get(column.name);
    return {
      name: names.columns.get(column.name) ?? column.name,
      ...said(describeColumn(column, table)),
      ...(dataType === undefined ? {} : { dataType }),
      ...(own === undefined ? {} : { tests: own }),
    };
  });
  return {
    name: names.staging,
    layer: 'staging',
    folder: names.source,
    sql: stagingSql(columns, names),
    description: describeTable(table, { ...role, columnName: (name) => columnNamed(names, name) }),
    meta: { sqlserver: { object: displayName(table), kind: 'table' } },
    columns: specs,
    ...(tests === undefined ? {} : { tests: tests.table }),
  };
}

const said = (description: string | undefined): Pick<ColumnSpec, 'description'> =>
  description === undefined ? {} : { description };

/** Names of keys may be spelled in another case than those of the columns. */
function columnNamed({ columns }: TableNames, name: string): string {
  const own = columns.get(name) ?? [...columns].find(([key]) => key.toLowerCase() === name.toLowerCase())?.[1];
  return own ?? name;
}

/** The query of a staging model. */
export function stagingSql(columns: readonly Pick<Column, 'name'>[], names: TableNames): string {
  const lines = columns.map(({ name }) => {
    const renamed = names.columns.get(name) ?? name;
    const [from, to] = [quoteIfNeeded(name), quoteIfNeeded(renamed)];
    return `        ${from === to ? from : `${from} as ${to}`}`;
  });
  return `with source as (

    select * from {{ source('${names.source}', '${names.sourceTable}') }}

),

renamed as (

    select
${lines.join(',\n')}
    from source

)

select * from renamed
`;
}
