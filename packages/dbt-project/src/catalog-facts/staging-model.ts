import type { Column, Table } from '@datamigrate/catalog';
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
): ModelSpec {
  const columns = table.columns.filter(({ type }) => landed.dataType(type) !== undefined);
  const specs = columns.map((column): ColumnSpec => {
    const dataType = landed.dataType(column.type);
    const own = tests?.columns.get(column.name);
    return {
      name: names.columns.get(column.name) ?? column.name,
      ...(column.description === undefined ? {} : { description: column.description }),
      ...(dataType === undefined ? {} : { dataType }),
      ...(own === undefined ? {} : { tests: own }),
    };
  });
  return {
    name: names.staging,
    layer: 'staging',
    folder: names.source,
    sql: stagingSql(columns, names),
    description: table.description ?? `Rows of ${table.schema}.${table.name}.`,
    columns: specs,
    ...(tests === undefined ? {} : { tests: tests.table }),
  };
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
