import { type DbtEnvironment, ranOutOfSpace, runDbt } from '@datamigrate/dbt-runner';
import { err, ok, type Result } from '@datamigrate/foundation';
import { timed } from '../cores/timed.js';
import { fullDisk } from '../run/io-error.js';
import type { StepWarehouse } from './step-warehouse.js';

export interface StepBuild {
  readonly environment: DbtEnvironment;
  readonly projectDir: string;
  readonly targetPath: string;
  readonly warehouse: StepWarehouse;
  readonly models: readonly string[];
  /** Built before them. */
  readonly seeds: readonly string[];
  readonly vars: Readonly<Record<string, unknown>>;
  /** Whether data tests may stop models behind them, as in a build for use. */
  readonly withTests: boolean;
  readonly threads?: number;
  readonly signal: AbortSignal;
}

/** Builds models on a step's rows: those that were not built, with the reason; or why dbt did not build at all. */
export async function buildStep(build: StepBuild): Promise<Result<ReadonlyMap<string, string>, string>> {
  const { environment, projectDir, targetPath, warehouse, vars, threads, signal } = build;
  const whole = build.withTests || build.seeds.length > 0;
  const options = {
    environment,
    projectDir,
    profilesDir: warehouse.profilesDir,
    command: whole ? 'build' : 'run',
    select: [...build.seeds, ...build.models],
    // Unit tests say nothing of a step's rows, and have passed in the build of the whole project.
    ...(whole ? { exclude: build.withTests ? 'test_type:unit' : ['test_type:unit', 'test_type:data'] } : {}),
    vars,
    targetPath,
    signal,
    ...(threads === undefined ? {} : { threads }),
  } as const;
  const outcome = await timed('dbt', () => runDbt(options));
  if (ranOutOfSpace(outcome)) throw fullDisk(projectDir);
  const unbuilt = new Map<string, string>();
  const models = outcome.nodes.filter(({ resourceType }) => resourceType === 'model');
  const failures = outcome.nodes.filter(
    ({ status }) => status !== 'success' && status !== 'pass' && status !== 'skipped',
  );
  const [cause] = failures.map(({ uniqueId, message }) => `${nameOf(uniqueId)}: ${message ?? 'it failed'}`);
  for (const { uniqueId, status, message } of models) {
    if (status === 'success') continue;
    unbuilt.set(nameOf(uniqueId), (status === 'skipped' ? cause : message) ?? status);
  }
  if (outcome.status === 'ok' || unbuilt.size > 0) return ok(unbuilt);
  if (models.length > 0) return ok(unbuilt);
  return err(outcome.errors[0]?.message ?? `dbt ended with status ${outcome.status}`);
}

const nameOf = (uniqueId: string): string => uniqueId.split('.').at(-1) ?? uniqueId;
