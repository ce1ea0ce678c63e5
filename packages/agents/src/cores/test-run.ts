import type { Plan } from '@datamigrate/contracts';
import { buildProject, lintProject, type ProjectSpec } from '@datamigrate/dbt-project';
import { type DbtEnvironment, findDbtEnvironment, findUniqueColumns, readRelationTypes } from '@datamigrate/dbt-runner';
import { z } from 'zod';
import type { ExecutorInputs } from '../executor/execute-object.js';
import type { RunContext, TestOutcome } from '../graph/agent-cores.js';
import { documentedProject, withExceptions } from '../project/documented-project.js';
import { keyCandidates, withMeasuredKeys } from '../project/measured-keys.js';
import { ModuleTexts, type SourceFile } from '../project/module-texts.js';
import { storeProject } from '../project/stored-project.js';
import { typedProject } from '../project/typed-project.js';
import type { VariableValues } from '../scenario/parameter-values.js';
import { withFailures, withoutFailed } from '../tester/failed-unit-tests.js';
import { projectSpec } from '../tester/project-spec.js';
import type { TestOutcome as ProjectTestOutcome } from '../tester/test-outcome.js';
import { testProject } from '../tester/test-project.js';
import { runVariables } from './run-clock.js';
import type { Executions } from './stored-executions.js';
import { timed } from './timed.js';
import { databasePath } from './workspace.js';
import { writeProject } from './write-project.js';

/** On the way; they say the same of every model that is like another. */
const MOST_FINDINGS = 10;

const TEST_OUTCOME = 'test-outcome.json';

/** Writes the project and builds it with dbt; variables beyond the clock come from the scenario. */
export async function testRun(
  run: RunContext,
  plan: Plan,
  inputs: ExecutorInputs,
  stored: Executions,
  values: VariableValues,
  files: readonly SourceFile[],
  withEvidence: (spec: ProjectSpec) => ProjectSpec,
): Promise<TestOutcome> {
  const executions = [...stored.values()];
  const spec = await timed('write', async () => {
    const { catalog, reader } = inputs;
    const documenting = { catalog: catalog.catalog, reader, texts: new ModuleTexts(files) };
    const tested = withEvidence(projectSpec({ ...inputs, plan, executions }));
    const made = documentedProject(tested, documenting, plan, executions);
    for (const { message, severity } of lintProject(made).diagnostics.slice(0, MOST_FINDINGS)) {
      run.emit({ kind: 'note', level: severity, text: message });
    }
    await writeProject(run, buildProject(made), 'draft');
    return made;
  });
  const environment = findDbtEnvironment();
  if (!environment.ok) throw new Error(environment.error.message);
  run.project.claim('warehouse.duckdb');
  run.project.claim('target');
  run.project.claim('logs');
  const models = spec.models.map(({ name }) => name);
  const inputsOfTest = {
    environment: environment.value,
    projectDir: run.out,
    targetPath: run.state.path('dbt'),
    models,
    vars: { ...runVariables(run.startedAt), ...values },
    ...(run.options.threads === undefined ? {} : { threads: run.options.threads }),
    signal: run.signal,
    onEvent: () => undefined,
  };
  const first = await timed('dbt', () => testProject(inputsOfTest));
  const kept = withoutFailed(spec, first);
  if (kept !== spec) await writeProject(run, buildProject(kept), 'draft');
  const outcome = kept === spec ? first : withFailures(await timed('dbt', () => testProject(inputsOfTest)), first);
  // What dbt says of a build that was interrupted is no result: the resumed run builds again.
  if (run.signal.aborted) throw new Error('the build was interrupted');
  await run.state.writeText(TEST_OUTCOME, `${JSON.stringify(outcome, null, 2)}\n`);
  const measured = await withMeasures(run, environment.value, kept, outcome, { ...inputs, plan });
  await storeProject(run.state, measured);
  await writeProject(run, buildProject(measured));
  const owners = new Map(executions.flatMap(({ id, models: own }) => own.map(({ name }) => [name, id] as const)));
  const failed = outcome.models.filter(({ status }) => status === 'failed' || status === 'skipped');
  const failures = [
    ...failed.map(({ name, message = 'skipped' }) => ({ node: name, object: owners.get(name), message })),
    ...outcome.errors.map((message) => ({ node: 'project', message })),
  ];
  const { dbt } = outcome;
  const text = dbt
    ? `dbt ran ${dbt.nodes} nodes, ${dbt.errors} errors, ${dbt.tests.pass} tests passed`
    : 'dbt did not run';
  return { failures, text, payload: { dbt } };
}

/** With what the warehouse shows once all models are built: their types, and keys that nobody declared. */
async function withMeasures(
  run: RunContext,
  environment: DbtEnvironment,
  spec: ProjectSpec,
  outcome: ProjectTestOutcome,
  { plan, catalog, reader }: ExecutorInputs,
): Promise<ProjectSpec> {
  if (outcome.errors.length > 0 || outcome.models.some(({ status }) => status !== 'built')) return spec;
  const file = databasePath(run);
  const types = await timed('dbt', () => readRelationTypes(environment, file));
  const typed = types.ok ? typedProject(spec, outcome, types.value) : spec;
  const candidates = keyCandidates(typed, plan, catalog.catalog, reader, outcome);
  const questions = candidates.map(({ question }) => question);
  const keys = await timed('dbt', () => findUniqueColumns(environment, file, questions));
  for (const each of [types, keys]) {
    if (!each.ok) run.emit({ kind: 'note', level: each.error.severity, text: each.error.message });
  }
  return keys.ok ? withExceptions(withMeasuredKeys(typed, candidates, keys.value)) : typed;
}

/** The last outcome; undefined before the first test. */
export async function readTestOutcome(run: RunContext): Promise<ProjectTestOutcome | undefined> {
  const read = await run.state.readJson(TEST_OUTCOME, z.looseObject({ models: z.array(z.unknown()) }));
  return read.ok && read.value ? (read.value as unknown as ProjectTestOutcome) : undefined;
}
