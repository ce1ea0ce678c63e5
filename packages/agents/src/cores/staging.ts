import { type Catalog, displayName } from '@datamigrate/catalog';
import { type GenericTestSpec, type ModelSpec, type SourceSpec, stagingLayer } from '@datamigrate/dbt-project';
import { duckdbType, landedSchema } from '@datamigrate/landing';
import type { ProjectNames } from '../planner/project-names.js';

/** Sources and staging models of all tables. */
export interface StagingLayer {
  readonly sources: readonly SourceSpec[];
  /** By the table's id. */
  readonly models: ReadonlyMap<string, ModelSpec>;
  /** Original column names to emitted ones, by the table's id; columns that the target cannot hold are missing. */
  readonly columns: ReadonlyMap<string, Readonly<Record<string, string>>>;
  readonly genericTests: readonly GenericTestSpec[];
}

/** `writers` gives the procedures that fill a table, by its id. */
export function buildStaging(
  catalog: Catalog,
  names: ProjectNames,
  writers: (table: string) => readonly string[] = () => [],
): StagingLayer {
  const dataType = duckdbType;
  const layer = stagingLayer(catalog.tables, {
    names: names.tables,
    landed: { schemaName: landedSchema, dataType },
    origin: {
      database: catalog.database.name,
      loader: 'datamigrate',
      role: (table) => ({ writtenBy: writers(displayName(table)) }),
    },
  });
  const byName = new Map(layer.models.map((model) => [model.name, model]));
  const models = new Map<string, ModelSpec>();
  const columns = new Map<string, Record<string, string>>();
  for (const table of catalog.tables) {
    const id = displayName(table);
    const model = byName.get(names.tables.get(id)?.staging ?? '');
    if (!model) continue;
    models.set(id, model);
    const emitted = names.columnsOf(table);
    const kept = table.columns.flatMap(({ name, type }, i) =>
      dataType(type) === undefined ? [] : [[name, emitted[i] ?? name] as const],
    );
    columns.set(id, Object.fromEntries(kept));
  }
  return { sources: layer.sources, models, columns, genericTests: layer.genericTests };
}
