import type { CatalogIndex } from '@datamigrate/catalog';
import type { Plan } from '@datamigrate/contracts';
import {
  type ColumnSpec,
  type GenericTestSpec,
  type MacroSpec,
  type ModelSpec,
  neededGenericTests,
  type ProjectSpec,
  withoutSeeded,
} from '@datamigrate/dbt-project';
import { ASSUMPTION_TESTS, macroText, TSQL_MACROS } from '@datamigrate/dialects';
import type { StagingLayer } from '../cores/staging.js';
import { commonVariables, type ObjectExecution } from '../executor/object-execution.js';
import type { ProjectNames } from '../planner/project-names.js';
import { assumptionTests, type PlacedTest } from './assumption-tests.js';
import { withReferenceTests } from './reference-tests.js';

export interface ProjectInputs {
  readonly catalog: CatalogIndex;
  readonly names: ProjectNames;
  readonly staging: StagingLayer;
  readonly plan: Plan;
  /** Of all objects that are part of the project; those taken out of it are missing. */
  readonly executions: readonly ObjectExecution[];
}

/** Everything that the executor made, as one project. */
export function projectSpec({ catalog, names, staging, plan, executions }: ProjectInputs): ProjectSpec {
  const tests = assumptionTests(
    executions.flatMap(({ dataAssumptions }) => dataAssumptions),
    catalog,
    names,
  );
  const made = executions.flatMap((execution) => execution.models);
  const models = withReferenceTests(made, { catalog, plan, executions }).map((model) => withTests(model, tests));
  const macros = withUsed(executions.flatMap((execution) => execution.macros));
  const used = new Set(models.flatMap(testsIn));
  const seeds = executions.flatMap(({ seed }) => (seed ? [seed] : []));
  return {
    name: plan.project,
    description: `${catalog.catalog.database.name}, moved from SQL Server.`,
    target: plan.target,
    sources: withoutSeeded(staging.sources, seeds),
    models,
    ...(seeds.length > 0 ? { seeds } : {}),
    macros: TSQL_MACROS.filter(({ name }) => macros.has(name)).map(
      (macro): MacroSpec => ({
        name: macro.name,
        folder: 'tsql',
        sql: macroText(macro),
        description: macro.description,
        arguments: macro.arguments.map(({ name, description }) => ({ name, description })),
      }),
    ),
    genericTests: genericTests(used),
    singularTests: executions.flatMap(({ status, checks = [] }) => (status === 'converted' ? checks : [])),
    vars: commonVariables(executions),
  };
}

/** Macros, and those that they call. */
function withUsed(names: readonly string[]): ReadonlySet<string> {
  const all = new Set(names);
  for (const name of all) for (const used of TSQL_MACROS.find((each) => each.name === name)?.uses ?? []) all.add(used);
  return all;
}

function genericTests(used: ReadonlySet<string>): readonly GenericTestSpec[] {
  const own = ASSUMPTION_TESTS.filter(({ name }) => used.has(name));
  return [...neededGenericTests(used), ...own.map(({ name, description, sql }) => ({ name, description, sql }))];
}

function withTests(model: ModelSpec, placed: readonly PlacedTest[]): ModelSpec {
  const own = placed.filter((each) => each.model === model.name);
  if (own.length === 0) return model;
  const columns = model.columns.map((column): ColumnSpec => {
    const tests = own.filter((each) => each.column === column.name).map(({ test }) => test);
    return tests.length > 0 ? { ...column, tests: [...(column.tests ?? []), ...tests] } : column;
  });
  return { ...model, columns };
}

function testsIn({ tests = [], columns }: ModelSpec): readonly string[] {
  return [...tests, ...columns.flatMap((column) => column.tests ?? [])].map(({ test }) => test);
}
