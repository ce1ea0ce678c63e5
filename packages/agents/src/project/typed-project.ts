import type { ModelSpec, ProjectSpec } from '@datamigrate/dbt-project';
import type { RelationTypes } from '@datamigrate/dbt-runner';
import type { TestOutcome } from '../tester/test-outcome.js';

/**
 * The project with the types that its models have in the warehouse, where the source declares others: a sum of int is
 * wider there. Tables that each run makes anew from other models get a contract: their types follow from their queries
 * alone. Those that go on from their own rows get none, as a column may widen from run to run.
 */
export function typedProject(spec: ProjectSpec, outcome: TestOutcome, types: RelationTypes): ProjectSpec {
  const relations = new Map(outcome.models.map(({ name, relation }) => [name, relation]));
  return {
    ...spec,
    models: spec.models.map((model) => {
      const columns = types.get(withoutDatabase(relations.get(model.name) ?? ''));
      return columns === undefined ? model : typedModel(model, columns);
    }),
  };
}

function typedModel(model: ModelSpec, types: ReadonlyMap<string, string>): ModelSpec {
  const columns = model.columns.map((column) => {
    const type = types.get(column.name)?.toLowerCase();
    return type === undefined || type === normalised(column.dataType) ? column : { ...column, dataType: type };
  });
  const known = columns.length === types.size && columns.every(({ name }) => types.has(name));
  return { ...model, columns, ...(known && isMadeAnew(model) ? { contract: true } : {}) };
}

/** Built as a table, from nothing but other models. */
function isMadeAnew({ layer, materialized, sql }: ModelSpec): boolean {
  return layer === 'marts' && materialized === 'table' && !/\btsql_(?:previous|former)_rows\b|\{\{\s*this\b/.test(sql);
}

const normalised = (type: string | undefined): string | undefined => type?.toLowerCase().replace(/\s*,\s*/g, ',');

/** `"warehouse"."main_marts"."dim_port"` as `main_marts.dim_port`. */
function withoutDatabase(relation: string): string {
  const parts = [...relation.matchAll(/"((?:[^"]|"")*)"/g)].map(([, part = '']) => part.replaceAll('""', '"'));
  return parts.slice(-2).join('.');
}
