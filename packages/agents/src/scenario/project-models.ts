import type { Plan } from '@datamigrate/contracts';
import type { ModelSpec } from '@datamigrate/dbt-project';
import type { Executions } from '../cores/stored-executions.js';
import type { ObjectExecution } from '../executor/object-execution.js';
import type { TestOutcome } from '../tester/test-outcome.js';

/** A model that holds the rows of a table of the original, or of a result set. */
export interface TableModel {
  readonly name: string;
  /** The converted object that it comes from. */
  readonly owner: string;
  /** Original column names to emitted ones. */
  readonly columns: Readonly<Record<string, string>>;
  /** Collations by original column, where SQL Server may return any of the spellings that are equal under them. */
  readonly spellings?: Readonly<Record<string, string>> | undefined;
  /** `"database"."schema"."name"`, where dbt has built it. */
  readonly relation: string | undefined;
}

/** The models of a project as far as a scenario is concerned. */
export class ProjectModels {
  readonly #executions: Executions;
  readonly #outcome: TestOutcome | undefined;
  /** By table in lower case: the models that hold what procedures write. */
  readonly written: ReadonlyMap<string, TableModel>;
  readonly #plan: Plan;
  readonly #specs: ReadonlyMap<string, ModelSpec>;

  /** Before dbt has built anything, relations are unknown. */
  constructor(plan: Plan, executions: Executions, outcome?: TestOutcome) {
    this.#plan = plan;
    this.#executions = executions;
    this.#outcome = outcome;
    this.#specs = new Map([...executions.values()].flatMap(({ models }) => models.map((model) => [model.name, model])));
    const written = new Map<string, TableModel>();
    for (const { id, action, models } of plan.objects) {
      const execution = executions.get(id);
      if (action !== 'convert' || !isConverted(execution)) continue;
      for (const { name, table } of models) {
        if (table !== undefined) written.set(table.toLowerCase(), this.#model(execution, name));
      }
    }
    this.written = written;
  }

  isConverted(id: string): boolean {
    return isConverted(this.#executions.get(id));
  }

  /** The models that a build makes for a procedure; none for one that is not converted. */
  modelsOf(procedure: string): readonly string[] {
    const execution = this.#executions.get(procedure);
    return isConverted(execution) ? execution.models.map(({ name }) => name) : [];
  }

  /** The models of a procedure's result sets, in their order. */
  resultModels(procedure: string): readonly TableModel[] {
    const execution = this.#executions.get(procedure);
    const planned = this.#plan.objects.find(({ id }) => id === procedure);
    if (!isConverted(execution) || planned?.action !== 'convert') return [];
    return planned.models
      .filter(({ name, table, before }) => table === undefined && before === undefined && this.#specs.has(name))
      .map(({ name }) => this.#model(execution, name));
  }

  /** The staging model of a table. */
  stagingOf(table: string): TableModel | undefined {
    const execution = this.#executions.get(table);
    const [model] = execution?.models ?? [];
    return execution && model && this.#model(execution, model.name);
  }

  /** What staging models read in the place of landed tables. */
  seeds(): readonly string[] {
    return [...this.#executions.values()].flatMap(({ seed }) => (seed ? [seed.name] : []));
  }

  stagingModels(): readonly string[] {
    return [...this.#specs.values()].filter(({ layer }) => layer === 'staging').map(({ name }) => name);
  }

  /** Models and all that they read, except what stands behind models whose rows are given. */
  withUpstream(models: Iterable<string>, given: ReadonlySet<string>): ReadonlySet<string> {
    const needed = new Set<string>();
    const open = [...models];
    for (let name = open.pop(); name !== undefined; name = open.pop()) {
      const spec = this.#specs.get(name);
      if (!spec || needed.has(name)) continue;
      needed.add(name);
      if (!given.has(name)) open.push(...referencesOf(spec));
    }
    return needed;
  }

  #model(execution: ObjectExecution, name: string): TableModel {
    const relation = this.#outcome?.models.find((model) => model.name === name)?.relation;
    const { id: owner, columns, spellings } = execution;
    return { name, owner, columns: columns[name] ?? {}, spellings: spellings?.[name], relation };
  }
}

function isConverted(execution: ObjectExecution | undefined): execution is ObjectExecution {
  return execution?.status === 'converted';
}

function referencesOf({ sql, config }: ModelSpec): readonly string[] {
  const text = `${sql} ${JSON.stringify(config ?? {})}`;
  return [...text.matchAll(/\bref\(\s*['"](\w+)['"]\s*\)/g)].map(([, name = '']) => name);
}
