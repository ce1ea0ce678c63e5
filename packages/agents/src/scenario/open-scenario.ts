import type { Plan, Scenario } from '@datamigrate/contracts';
import type { Executions } from '../cores/stored-executions.js';
import type { Workspace } from '../cores/workspace.js';
import { withoutIdle } from './idle-calls.js';
import type { VariableValues } from './parameter-values.js';
import { keysOfCalls, parametersOfCalls, variablesOfCalls } from './parameter-values.js';
import { ProjectModels } from './project-models.js';
import { type BuildValues, buildValues, proposeScenario } from './propose-scenario.js';
import { type CallOutcome, ReferenceSession } from './reference-session.js';
import { givenSteps, type ScenarioCall, type ScenarioSteps } from './scenario-steps.js';
import { stepModels } from './step-models.js';

export interface ScenarioInputs {
  readonly workspace: Workspace;
  /** A database of its own for the scenario, as the scripts leave it. */
  readonly database: Workspace['loaded']['database'];
  readonly plan: Plan;
  readonly executions: Executions;
  readonly given: Scenario | undefined;
  /** The day of the run. */
  readonly today: string;
}

/** A scenario with its first step done on the original's side, as far as the build of the whole project needs it. */
export interface OpenScenario {
  readonly scenario: ScenarioSteps;
  readonly session: ReferenceSession;
  /** What the calls of the first step did; undefined while they have not run because sources change before them. */
  readonly first: readonly CallOutcome[] | undefined;
  /** Variables for the build of the whole project. */
  readonly values: VariableValues;
  /** The calls that this build stands for. */
  readonly buildCalls: readonly ScenarioCall[];
  readonly proposed: BuildValues['proposed'];
  /** Whether that build is the first step's build, too. */
  readonly sharesBuild: boolean;
}

export function openScenario({ workspace, database, plan, executions, given, today }: ScenarioInputs): OpenScenario {
  const models = new ProjectModels(plan, executions);
  const inputs = { plan, executions, models, reader: workspace.reader, database, today };
  const build = buildValues(inputs);
  const scenario = given ? givenSteps(given) : proposeScenario(inputs, build);
  const session = new ReferenceSession(database);
  const [step] = scenario.steps;
  const callsWith = (values: VariableValues) => proposeScenario(inputs, { ...build, values }).steps[0]?.calls ?? [];
  const buildCalls = callsWith(build.values);
  const base = { scenario, session, values: build.values, buildCalls, proposed: build.proposed };
  if (!step || step.mutate !== undefined) return { ...base, first: undefined, sharesBuild: false };
  const first = step.calls.map(({ sql }) => session.run(sql));
  const calls = first.flatMap((outcome) => outcome.calls);
  const parameters = parametersOfCalls(workspace);
  if (!given) {
    // A build of everything holds what a call that failed would have done.
    const { idle } = withoutIdle(first, step.calls, database.catalog, workspace.reader);
    const values = { ...build.values, ...keysOfCalls(calls, parameters) };
    return { ...base, first, values, sharesBuild: idle.size === 0 };
  }
  const variables = variablesOfCalls(calls, (id) => models.modelsOf(id).length > 0, parameters);
  const { upstreamStands } = stepModels(models, calls);
  if (!('values' in variables) || upstreamStands) return { ...base, first, sharesBuild: false };
  const values = { ...build.values, ...variables.values };
  return { ...base, first, values, buildCalls: callsWith(values), sharesBuild: true };
}
