import { displayName, type Table } from '@datamigrate/catalog';
import { describeTable } from '../describe/describe-table.js';
import type { TableNames } from '../naming/name-tables.js';
import type { ModelSpec, ProjectSpec, SeedSpec } from '../spec/project-spec.js';
import type { LandedTables } from './source-spec.js';

/** A table as a seed, and its staging model over it. `rows` hold the columns that the target can hold. */
export function seededTable(
  table: Table,
  names: Pick<TableNames, 'source' | 'sourceTable'>,
  staging: ModelSpec,
  landed: Pick<LandedTables, 'dataType'>,
  rows: SeedSpec['rows'],
): { readonly seed: SeedSpec; readonly model: ModelSpec } {
  const name = staging.name.replace(/^stg_/, '');
  const seed: SeedSpec = {
    name: name === staging.name ? `${name}_seed` : name,
    instead: { source: names.source, table: names.sourceTable },
    description: describeTable(table),
    columns: table.columns.flatMap((column) => {
      const dataType = landed.dataType(column.type);
      return dataType === undefined ? [] : [{ name: column.name, dataType }];
    }),
    rows,
    meta: { sqlserver: { object: displayName(table), kind: 'table' } },
  };
  const sql = staging.sql.replace(/\bsource\('[^']+', '[^']+'\)/, `ref('${seed.name}')`);
  return { seed, model: { ...staging, sql } };
}

/** Sources without the tables that are seeds: nothing reads those. */
export function withoutSeeded(sources: ProjectSpec['sources'], seeds: readonly SeedSpec[]): ProjectSpec['sources'] {
  const seeded = new Set(seeds.map(({ instead }) => `${instead.source}.${instead.table}`));
  return sources.flatMap((source) => {
    const tables = source.tables.filter(({ name }) => !seeded.has(`${source.name}.${name}`));
    return tables.length === 0 ? [] : [{ ...source, tables }];
  });
}
