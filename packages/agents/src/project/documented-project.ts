import type { Plan } from '@datamigrate/contracts';
import {
  type NameMapEntry,
  nameMapFile,
  type ProjectSpec,
  readsVariable,
  shareDescriptions,
} from '@datamigrate/dbt-project';
import type { ObjectExecution } from '../executor/object-execution.js';
import { type DocumentingInputs, documentModels } from './document-models.js';
import { lintExceptions } from './lint-exceptions.js';
import { surroundings, withGroup } from './surroundings.js';

/** A project with everything that is not SQL: descriptions, owners, readers, jobs, audits, names, exceptions. */
export function documentedProject(
  spec: ProjectSpec,
  inputs: DocumentingInputs,
  plan: Plan,
  executions: readonly ObjectExecution[],
): ProjectSpec {
  const planned = new Map(plan.objects.map((object) => [object.id, object.models]));
  const texts = new Map(
    executions.flatMap((execution) =>
      documentModels(inputs, execution, planned.get(execution.id) ?? []).map((model) => [model.name, model] as const),
    ),
  );
  const models = spec.models.map((model) => {
    const { description, meta, columns = [] } = texts.get(model.name) ?? {};
    const said = new Map(columns.map((column) => [column.name, column.description]));
    return withGroup({
      ...model,
      ...(description === undefined ? {} : { description }),
      ...(meta === undefined ? {} : { meta }),
      columns: model.columns.map((column) => {
        const text = said.get(column.name);
        return text === undefined ? column : { ...column, description: text };
      }),
    });
  });
  const around = surroundings(inputs, plan, models);
  const whole: ProjectSpec = {
    ...spec,
    ...around,
    models,
    ...variablesInUse(spec),
    documents: [...(spec.documents ?? []), nameMapFile(nameMap(plan, executions))],
  };
  return shareDescriptions(withExceptions(whole));
}

/** Parameters of procedures that became nothing, or only called others, are no variables of the project. */
function variablesInUse({ vars = {}, models, singularTests = [] }: ProjectSpec): Pick<ProjectSpec, 'vars'> {
  const texts = [...models, ...singularTests].map(({ sql }) => sql);
  const used = Object.entries(vars).filter(([name]) => texts.some((sql) => readsVariable(sql, name)));
  return { vars: Object.fromEntries(used) };
}

/** Exceptions for what a project breaks as it is now. */
export function withExceptions(spec: ProjectSpec): ProjectSpec {
  return { ...spec, lintExceptions: lintExceptions({ ...spec, lintExceptions: [] }) };
}

function nameMap(plan: Plan, executions: readonly ObjectExecution[]): NameMapEntry[] {
  const tables = new Map(plan.objects.flatMap(({ models }) => models.map(({ name, table }) => [name, table] as const)));
  return executions.flatMap(({ id, models, columns }) =>
    models.map(
      ({ name }): NameMapEntry => ({ object: tables.get(name) ?? id, model: name, columns: columns[name] ?? {} }),
    ),
  );
}
