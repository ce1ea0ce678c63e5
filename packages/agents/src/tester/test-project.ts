import {
  type DbtEnvironment,
  type DbtEvent,
  type DbtManifest,
  type DbtNodeResult,
  type DbtOutcome,
  ranOutOfSpace,
  readManifest,
  runDbt,
} from '@datamigrate/dbt-runner';
import { fullDisk } from '../run/io-error.js';
import { skippedModels, withSkipped } from './build-skipped.js';
import { modelOfTest, nameOf } from './node-names.js';
import type { TestedModel, TestOutcome } from './test-outcome.js';

export interface TestInputs {
  readonly environment: DbtEnvironment;
  readonly projectDir: string;
  readonly targetPath: string;
  readonly models: readonly string[];
  readonly vars: Readonly<Record<string, unknown>>;
  readonly threads?: number;
  readonly signal: AbortSignal;
  readonly onEvent: (event: DbtEvent) => void;
}

/**
 * Builds the project with real dbt, from nothing, and reads off what became of each model and each test. What dbt
 * reports is taken as it is: a model that it does not name is missing.
 */
export async function testProject(inputs: TestInputs): Promise<TestOutcome> {
  const { environment, projectDir, targetPath, threads, signal, onEvent } = inputs;
  const build = async (models: readonly string[]): Promise<DbtOutcome> => {
    const outcome = await runDbt({
      environment,
      projectDir,
      profilesDir: projectDir,
      command: 'build',
      ...(models.length > 0 ? { select: models } : {}),
      targetPath,
      vars: inputs.vars,
      fullRefresh: true,
      signal,
      onEvent,
      ...(threads === undefined ? {} : { threads }),
    });
    // It would be taken for the fault of a model, and the model out of the project.
    if (ranOutOfSpace(outcome)) throw fullDisk(projectDir);
    return outcome;
  };
  const first = await build([]);
  const manifest = first.artifacts.manifest ? await readManifest(first.artifacts.manifest) : undefined;
  const nodes = manifest?.ok ? manifest.value : undefined;
  const outcome = await withSkipped(first, nodes, build);
  const passedOver = new Set(skippedModels(first).map(nameOf));
  const tests = outcome.nodes.filter(({ resourceType }) => resourceType === 'test' || resourceType === 'unit_test');
  return {
    dbt: figuresOf(outcome, tests),
    models: testedModels(inputs.models, outcome, nodes, tests).map((model) =>
      passedOver.has(model.name) && model.status === 'built' ? { ...model, behindFailedTests: true } : model,
    ),
    errors: outcome.status === 'ok' ? [] : errorsOf(outcome),
    warnings: [...outcome.warnings, ...outcome.deprecations].map(({ message }) => message),
    durationMs: outcome.durationMs,
  };
}

function figuresOf(outcome: DbtOutcome, tests: readonly DbtNodeResult[]): TestOutcome['dbt'] {
  if (outcome.dbtVersion === undefined) return null;
  const failed = outcome.nodes.filter(isFailed);
  return {
    version: outcome.dbtVersion,
    nodes: outcome.nodes.length,
    errors: failed.length + outcome.errors.filter(() => failed.length === 0).length,
    warnings:
      outcome.warnings.length + outcome.deprecations.length + tests.filter(({ status }) => status === 'warn').length,
    tests: { pass: tests.filter(({ status }) => status === 'pass').length, fail: tests.filter(isBad).length },
  };
}

const isFailed = ({ status }: DbtNodeResult): boolean =>
  status === 'error' || status === 'runtime error' || status === 'fail';
// A test that warns is one of a procedure's own checks: no error of the conversion.
const isBad = ({ status }: DbtNodeResult): boolean => status !== 'pass' && status !== 'skipped' && status !== 'warn';

function errorsOf(outcome: DbtOutcome): readonly string[] {
  const said = outcome.errors.map(({ message }) => message);
  if (said.length > 0) return said;
  return outcome.nodes.some(isFailed) ? [] : [`dbt ended with status ${outcome.status}`, ...outcome.rawLog.slice(-5)];
}

function testedModels(
  names: readonly string[],
  outcome: DbtOutcome,
  manifest: DbtManifest | undefined,
  tests: readonly DbtNodeResult[],
): readonly TestedModel[] {
  const built = outcome.nodes.filter(({ resourceType }) => resourceType === 'model');
  const nodes = new Map(built.map((node) => [nameOf(node.uniqueId), node]));
  const attached = new Map<string, DbtNodeResult[]>();
  for (const test of tests) {
    const model = modelOfTest(manifest, test.uniqueId);
    if (model === undefined) continue;
    const others = attached.get(model);
    if (others) others.push(test);
    else attached.set(model, [test]);
  }
  return names.map((name) => testedModel(name, nodes.get(name), attached.get(name) ?? []));
}

function testedModel(name: string, own: DbtNodeResult | undefined, attached: readonly DbtNodeResult[]): TestedModel {
  const failed = attached.filter(isBad);
  return {
    name,
    status: statusOf(own),
    ...(own?.message ? { message: own.message } : {}),
    ...(own?.relationName ? { relation: own.relationName } : {}),
    tests: { passed: attached.filter(({ status }) => status === 'pass').length, failed: failed.length },
    failedTests: failed.map(({ uniqueId, resourceType, failures = 0, message = '' }) => {
      const unit = resourceType === 'unit_test';
      return { name: uniqueId.split('.')[unit ? 3 : 2] ?? uniqueId, failures, message, ...(unit ? { unit } : {}) };
    }),
  };
}

function statusOf(node: DbtNodeResult | undefined): TestedModel['status'] {
  if (!node) return 'missing';
  if (node.status === 'success') return 'built';
  return node.status === 'skipped' ? 'skipped' : 'failed';
}
