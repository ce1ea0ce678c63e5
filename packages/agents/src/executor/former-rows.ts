import { displayName, objectKey, type QualifiedName } from '@datamigrate/catalog';
import type { PlannedModel } from '@datamigrate/contracts';
import { type ModelSpec, quoteIfNeeded, snakeCase } from '@datamigrate/dbt-project';
import type { ModelReference } from '@datamigrate/dialects';
import type { WrittenTable } from '@datamigrate/procedure-analysis';
import type { ExecutorInputs } from './execute-object.js';

type Names = Pick<ExecutorInputs, 'names'>;

/** What a table is read as, where the rows are meant that it had before the procedure that is converted. */
export function formerRowsOf({ names }: Names, object: QualifiedName): ModelReference {
  const kept = names.formerModelOf(object);
  return {
    relation: kept === undefined ? readFormerRows({ names }, object) : `{{ ref('${kept}') }}`,
    name: `${modelName({ names }, object)}_before`,
  };
}

/** Models that have to be built before the one of a table: its former rows are read by them. */
export function builtBefore({ names }: Names, tables: readonly WrittenTable[], own: QualifiedName): readonly string[] {
  const kept = names.formerModelOf(own);
  if (kept !== undefined) return [kept];
  const readers = tables.filter(({ former }) => former.includes(displayName(own)));
  return readers.flatMap(({ table }) => names.modelOf(table.object) ?? []);
}

/** The model that keeps the former rows of a table while others are built that need them. */
export function formerModel(
  { names, staging }: ExecutorInputs,
  { table }: WrittenTable,
  planned: readonly PlannedModel[],
): ModelSpec | undefined {
  const { object } = table;
  const id = displayName(object);
  const stored = staging.models.get(id);
  const own = planned.find(({ before }) => before?.toLowerCase() === objectKey(object));
  if (!own || !stored) return undefined;
  const columns = stored.columns.map(({ name, dataType }) => ({ name, ...(dataType ? { dataType } : {}) }));
  const list = columns.map(({ name }) => `    ${quoteIfNeeded(name)}`).join(',\n');
  return {
    name: own.name,
    layer: own.layer === 'marts' ? 'marts' : 'intermediate',
    ...(own.folder ? { folder: own.folder } : {}),
    materialized: 'table',
    sql: `with previous as (\n    select * from ${readFormerRows({ names }, object)}\n)\n\nselect\n${list}\nfrom previous\n`,
    description: `The rows that ${id} had before the run, for models that need them while its own one is built.`,
    columns,
  };
}

const modelName = ({ names }: Names, object: QualifiedName): string => names.modelOf(object) ?? snakeCase(object.name);

function readFormerRows({ names }: Names, object: QualifiedName): string {
  const model = modelName({ names }, object);
  const staging = names.tables.get(displayName(object))?.staging ?? model;
  return `{{ tsql_former_rows('${model}', ref('${staging}')) }}`;
}
