import { mkdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type Plan, RUN_FOLDER } from '@datamigrate/contracts';
import { findDbtEnvironment } from '@datamigrate/dbt-runner';
import type { Database } from '@datamigrate/tsql-engine';
import type { RunContext } from '../graph/agent-cores.js';
import { type OpenScenario, openScenario } from '../scenario/open-scenario.js';
import type { ScenarioProof } from '../scenario/proof.js';
import { proveScenario } from '../scenario/prove-scenario.js';
import { runVariables, today } from './run-clock.js';
import type { Executions } from './stored-executions.js';
import type { TestedProject } from './tested-project.js';
import { databasePath, type Workspace } from './workspace.js';

/** The scenario of a run: opened for the build of the project, proven when its objects are evaluated. */
export class ScenarioRun {
  #key = '';
  #open: OpenScenario | undefined;
  #proof: Promise<ScenarioProof> | undefined;

  /** To be called whenever the project changes. */
  forget(): void {
    this.#open = undefined;
    this.#proof = undefined;
  }

  open(run: RunContext, plan: Plan, workspace: Workspace, executions: Executions): OpenScenario {
    const key = `${run.out}\0${run.startedAt.getTime()}`;
    if (key !== this.#key) this.forget();
    this.#key = key;
    this.#open ??= openScenario({
      workspace,
      database: freshDatabase(workspace),
      plan,
      executions,
      given: run.options.scenario,
      today: today(run.startedAt),
    });
    return this.#open;
  }

  proof(run: RunContext, plan: Plan, workspace: Workspace, tested: TestedProject): Promise<ScenarioProof> {
    const open = this.open(run, plan, workspace, tested.executions);
    this.#proof ??= prove(run, plan, workspace, tested, open);
    return this.#proof;
  }
}

async function prove(
  run: RunContext,
  plan: Plan,
  workspace: Workspace,
  { executions, outcome }: TestedProject,
  open: OpenScenario,
): Promise<ScenarioProof> {
  const { options } = run;
  const environment = findDbtEnvironment();
  if (!environment.ok) throw new Error(environment.error.message);
  const folder = join(run.out, RUN_FOLDER, 'scenario');
  await rm(folder, { recursive: true, force: true });
  const keptPath = (step: number): string => join(folder, `step-${step}.duckdb`);
  if (options.keepSteps) await mkdir(dirname(keptPath(1)), { recursive: true });
  return proveScenario({
    open,
    workspace,
    plan,
    executions,
    outcome,
    environment: environment.value,
    projectDir: run.out,
    builtDatabase: databasePath(run),
    workFolder: run.state.path('tmp/scenario'),
    targetPath: run.state.path('dbt-scenario'),
    clock: (elapsed) => runVariables(new Date(run.startedAt.getTime() + elapsed)),
    keptPath: options.keepSteps ? keptPath : undefined,
    ...(options.threads === undefined ? {} : { threads: options.threads }),
    signal: run.signal,
    onStep: (step, steps) =>
      run.emit({ kind: 'note', level: 'info', text: `step ${step} of ${steps} of the scenario` }),
  });
}

/** The database as the scripts leave it, for who changes it. */
export function freshDatabase({ loaded }: Workspace): Database {
  return loaded.create();
}
