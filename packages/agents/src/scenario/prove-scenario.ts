import { displayName, objectKey, type Table } from '@datamigrate/catalog';
import type { Plan } from '@datamigrate/contracts';
import type { DbtEnvironment } from '@datamigrate/dbt-runner';
import type { TableToLand } from '@datamigrate/landing';
import { tableRows } from '@datamigrate/tsql-engine';
import type { Executions } from '../cores/stored-executions.js';
import type { Workspace } from '../cores/workspace.js';
import type { TestOutcome } from '../tester/test-outcome.js';
import { buildStep } from './build-step.js';
import { calledByText, calledIn } from './called-procedures.js';
import { compareResults, compareTables } from './compare-step.js';
import { withoutIdle } from './idle-calls.js';
import type { OpenScenario } from './open-scenario.js';
import { parametersOfCalls, variablesOfCalls } from './parameter-values.js';
import { ProjectModels } from './project-models.js';
import type { ScenarioProof, StepComparison, StepNote } from './proof.js';
import type { CallOutcome } from './reference-session.js';
import { type StepModels, stepModels } from './step-models.js';
import { StepWarehouse } from './step-warehouse.js';

export interface ProofInputs {
  readonly open: OpenScenario;
  readonly workspace: Workspace;
  readonly plan: Plan;
  readonly executions: Executions;
  readonly outcome: TestOutcome;
  readonly environment: DbtEnvironment;
  readonly projectDir: string;
  /** The warehouse that the build of the whole project left. */
  readonly builtDatabase: string;
  readonly workFolder: string;
  readonly targetPath: string;
  /** The clock so many milliseconds after the beginning of the run, as variables of the project. */
  readonly clock: (elapsed: number) => Readonly<Record<string, unknown>>;
  /** Where the warehouse after a step is kept; undefined when nobody wants it. */
  readonly keptPath: ((step: number) => string) | undefined;
  readonly threads?: number;
  readonly signal: AbortSignal;
  readonly onStep: (step: number, steps: number) => void;
}

/**
 * Runs a scenario on both sides and compares after every step: the original on the reference engine, the project by dbt on
 * the source rows that the step begins with and on what the steps before it left in the models.
 */
export async function proveScenario(inputs: ProofInputs): Promise<ScenarioProof> {
  const warehouse = await StepWarehouse.create(inputs.workFolder, inputs.plan.project);
  const proof = new Proof(inputs, warehouse);
  try {
    return await proof.run();
  } finally {
    await warehouse.remove();
  }
}

/** Between two steps, in milliseconds: the project knows the time to the second. */
const STEP = 1000;

class Proof {
  readonly #inputs: ProofInputs;
  readonly #warehouse: StepWarehouse;
  readonly #models: ProjectModels;
  readonly #tables: readonly Table[];
  readonly #comparisons: StepComparison[] = [];
  readonly #notes: StepNote[] = [];
  readonly #called = new Map<string, ReadonlySet<string>>();

  constructor(inputs: ProofInputs, warehouse: StepWarehouse) {
    this.#inputs = inputs;
    this.#warehouse = warehouse;
    this.#models = new ProjectModels(inputs.plan, inputs.executions, inputs.outcome);
    this.#tables = inputs.workspace.catalog.catalog.tables;
  }

  async run(): Promise<ScenarioProof> {
    const { scenario, proposed } = this.#inputs.open;
    for (let step = 1; step <= scenario.steps.length; step++) {
      if (this.#inputs.signal.aborted) throw new Error('cancelled');
      this.#inputs.onStep(step, scenario.steps.length);
      if (!(await this.#step(step))) break;
    }
    if (scenario.origin === 'proposed') this.#addOrchestrators();
    return {
      origin: scenario.origin,
      steps: scenario.steps.length,
      comparisons: this.#comparisons,
      notes: this.#notes,
      called: this.#called,
      proposed: scenario.origin === 'proposed' ? proposed : new Map(),
    };
  }

  /** Steps that were proposed run one after the other: keys that hold the time would be there already. */
  #elapsed(step: number): number {
    return this.#inputs.open.scenario.origin === 'proposed' ? (step - 1) * STEP : 0;
  }

  /** False when nothing can be said about the steps behind this one. */
  async #step(step: number): Promise<boolean> {
    const { open, workspace } = this.#inputs;
    const { mutate, calls: texts = [] } = open.scenario.steps[step - 1] ?? {};
    const shared = step === 1 && open.sharesBuild;
    if (step > 1) open.session.wait(this.#elapsed(step) - this.#elapsed(step - 1));
    const before = mutate === undefined ? undefined : this.#writtenRows();
    if (mutate !== undefined) {
      const { failure } = open.session.run(mutate);
      if (failure) return this.#stop(step, `the statements before the call fail: ${failure.reason}`);
    }
    const changed = before ? this.#changedSince(before) : new Set<string>();
    if (shared) await this.#warehouse.startFrom(this.#inputs.builtDatabase);
    else {
      const database = step === 1 && open.first !== undefined ? workspace.loaded.database : undefined;
      // A project finds the former rows of its own tables in its models, and what was landed once stays as it was.
      const isKept = (table: string): boolean => step > 1 && this.#models.written.has(table) && !changed.has(table);
      const tables = this.#tables.filter((table) => !isKept(objectKey(table)));
      const landed = await this.#warehouse.land(this.#rowsToLand(tables, database));
      if (!landed.ok) return this.#stop(step, landed.error.message);
    }
    const outcomes = (step === 1 && open.first) || texts.map(({ sql }) => open.session.run(sql));
    const calls = outcomes.flatMap((outcome) => outcome.calls);
    for (const [id, below] of calledIn(calls)) {
      this.#called.set(id, new Set([...(this.#called.get(id) ?? []), ...below]));
    }
    const isProposed = open.scenario.origin === 'proposed';
    const { ran, idle } = isProposed
      ? withoutIdle(outcomes, texts, workspace.catalog.catalog, workspace.reader)
      : { ran: outcomes, idle: new Set<string>() };
    if (!this.#noteFailures(step, outcomes, idle)) return false;
    const done = ran.flatMap((outcome) => outcome.calls);
    const models = stepModels(this.#models, done);
    await this.#placeRows(step, models, changed);
    const unbuilt = await this.#build(step, shared, models, ran);
    return unbuilt !== undefined && this.#compare(step, models, ran, unbuilt);
  }

  async #compare(
    step: number,
    { procedures }: StepModels,
    outcomes: readonly CallOutcome[],
    unbuilt: ReadonlyMap<string, string>,
  ): Promise<true> {
    const { open, workspace, keptPath } = this.#inputs;
    const compared = {
      step,
      databasePath: this.#warehouse.databasePath,
      session: open.session,
      catalog: workspace.catalog,
      reader: workspace.reader,
      models: this.#models,
      scenario: open.scenario,
      procedures,
      unbuilt,
    };
    const tables = await compareTables(compared);
    const results = await compareResults(compared, outcomes);
    this.#comparisons.push(...tables, ...results);
    const relations = tables.flatMap(({ outcome }) =>
      outcome.status === 'compared' ? [outcome.evidence.relation] : [],
    );
    if (keptPath) await this.#warehouse.keep(keptPath(step), relations);
    return true;
  }

  /** Builds the step's models. Where the original ended with an error, a build that fails did the same as it. */
  async #build(
    step: number,
    shared: boolean,
    { executed, needed }: StepModels,
    outcomes: readonly CallOutcome[],
  ): Promise<ReadonlyMap<string, string> | undefined> {
    if (shared || executed.size === 0) return new Map();
    const { environment, projectDir, targetPath, open, clock, threads, signal } = this.#inputs;
    const calls = outcomes.flatMap((outcome) => outcome.calls);
    const variables = variablesOfCalls(
      calls,
      (id) => this.#models.modelsOf(id).length > 0,
      parametersOfCalls(this.#inputs.workspace),
    );
    if (!('values' in variables)) {
      this.#stop(step, variables.conflict);
      return undefined;
    }
    const failed = open.scenario.origin === 'given' && outcomes.some(({ failure }) => failure !== undefined);
    const models = [...(step === 1 ? this.#models.stagingModels() : []), ...needed];
    const built = await buildStep({
      environment,
      projectDir,
      targetPath,
      warehouse: this.#warehouse,
      models: [...new Set(models)],
      seeds: step === 1 ? this.#models.seeds() : [],
      vars: {
        ...clock(this.#elapsed(step)),
        ...(open.scenario.origin === 'proposed' ? open.values : {}),
        ...variables.values,
      },
      withTests: failed,
      ...(threads === undefined ? {} : { threads }),
      signal,
    });
    if (built.ok) return failed ? new Map() : built.value;
    if (failed) return new Map();
    this.#stop(step, built.error);
    return undefined;
  }

  /** Gives models that no call writes the rows of the original; lets models begin anew whose table was changed. */
  async #placeRows(step: number, { standing, executed }: StepModels, changed: ReadonlySet<string>): Promise<void> {
    const fills = [...standing].flatMap(([name, model]) => {
      if (step > 1 && !changed.has(name)) return [];
      const table = this.#tables.find((each) => objectKey(each) === name);
      return table ? [{ model, table }] : [];
    });
    await this.#warehouse.fill(fills);
    const anew = [...this.#models.written].filter(
      ([name, model]) => executed.has(model.name) && (changed.has(name) || this.#warehouse.isLanded(model)),
    );
    if (step > 1) await this.#warehouse.drop(anew.map(([, model]) => model));
  }

  /** False when a call that the reference engine cannot execute leaves the original's tables unknown. */
  #noteFailures(step: number, outcomes: readonly CallOutcome[], idle: ReadonlySet<string>): boolean {
    const { scenario } = this.#inputs.open;
    const { calls = [] } = scenario.steps[step - 1] ?? {};
    for (const [i, { failure, caught }] of outcomes.entries()) {
      const procedure = calls[i]?.procedure;
      this.#noteCaught(step, caught, procedure);
      if (!failure) continue;
      const reason = `the reference engine does not run the call: ${failure.reason}`;
      if (procedure !== undefined) {
        // What comes after one that did nothing has its tables as they were.
        const procedures = idle.has(procedure) ? [procedure] : this.#dependents(procedure);
        this.#notes.push({ step, kind: 'not-proven', reason, procedures });
      } else if (failure.kind === 'error') {
        this.#notes.push({ step, kind: 'ended-with-error', reason: failure.reason });
      } else return this.#stop(step, reason);
    }
    return true;
  }

  #noteCaught(step: number, [reason]: readonly string[], procedure: string | undefined): void {
    if (reason === undefined) return;
    const concerned = procedure === undefined ? {} : { procedures: [procedure] };
    this.#notes.push({ step, kind: 'caught-error', reason, ...concerned });
  }

  /** A procedure and all that come after it in the order of dependencies. */
  #dependents(procedure: string): readonly string[] {
    const found = new Set([procedure]);
    for (const { id, dependsOn } of this.#inputs.plan.objects) {
      if (dependsOn.some((each) => found.has(each))) found.add(id);
    }
    return [...found];
  }

  #stop(step: number, reason: string): false {
    this.#notes.push({ step, kind: 'not-proven', reason });
    return false;
  }

  /** The present rows, or those of another database. */
  #rowsToLand(tables: readonly Table[], database: Workspace['loaded']['database'] | undefined): readonly TableToLand[] {
    return tables.map((table) => {
      const present = this.#inputs.open.session.rows(table);
      const rows = database ? tableRows(database, table) : 'skipped' in present ? undefined : present.rows;
      return { table, rows: rows ?? [] };
    });
  }

  #writtenRows(): ReadonlyMap<string, string> {
    const rows = new Map<string, string>();
    for (const table of this.#tables) {
      const name = objectKey(table);
      if (this.#models.written.has(name)) rows.set(name, JSON.stringify(this.#inputs.open.session.rows(table)));
    }
    return rows;
  }

  #changedSince(before: ReadonlyMap<string, string>): ReadonlySet<string> {
    const after = this.#writtenRows();
    return new Set([...before].filter(([name, rows]) => after.get(name) !== rows).map(([name]) => name));
  }

  /** Procedures that own no model and only call others are proven by those. */
  #addOrchestrators(): void {
    const { workspace, plan } = this.#inputs;
    const { modules } = workspace.catalog.catalog;
    const procedures = modules.filter(({ kind }) => kind === 'procedure');
    for (const { id, action } of plan.objects) {
      const procedure = procedures.find((each) => displayName(each) === id);
      if (!procedure || action !== 'convert' || this.#called.has(id) || !this.#models.isConverted(id)) continue;
      this.#called.set(id, calledByText(procedure, workspace.reader, procedures));
    }
  }
}
