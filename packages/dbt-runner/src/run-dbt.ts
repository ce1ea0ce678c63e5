import { resolve } from 'node:path';
import { collectNodes } from './collect-nodes.js';
import type { DbtEvent } from './events/dbt-event.js';
import { NodeProgress } from './events/node-progress.js';
import { readEvents } from './events/read-event.js';
import type { DbtOptions } from './options.js';
import type { DbtOutcome, DbtStatus } from './outcome.js';
import { dbtArguments } from './process/dbt-arguments.js';
import { dbtProcessEnvironment } from './process/dbt-process-environment.js';
import type { ProcessEnd } from './process/run-process.js';
import { RunRecord } from './run-record.js';
import { runScript } from './run-script.js';

const GRACE_MS = 10_000;

/**
 * Runs one command of dbt in a process of its own, tells its events as they happen, and gives the outcome. It never
 * rejects for anything that dbt does: broken projects, crashes and cancellation are outcomes.
 *
 * The DuckDB file must be closed in this process: dbt needs it alone.
 */
export async function runDbt(options: DbtOptions): Promise<DbtOutcome> {
  const started = performance.now();
  const first = await attempt(options);
  const isRepeated = first.end.isLost && first.end.stopped === undefined && isRepeatable(options);
  const { end, record, tell } = isRepeated ? await attempt(options) : first;
  if (end.startError !== undefined) {
    const message = `${options.environment.python} could not be started in ${options.projectDir}: ${end.startError}`;
    tell({ kind: 'error', name: 'ProcessNotStarted', code: 'process', message });
  }
  const status = statusOf(end, record);
  const { nodes, diagnostics } = await collectNodes(record, resolve(options.projectDir));
  const durationMs = Math.round(performance.now() - started);
  tell({ kind: 'finished', status, durationMs });
  return {
    status,
    ...(end.exitCode === undefined ? {} : { exitCode: end.exitCode }),
    ...(record.dbtVersion === undefined ? {} : { dbtVersion: record.dbtVersion }),
    adapterVersions: record.adapterVersions,
    nodes,
    warnings: record.warnings,
    deprecations: record.deprecations,
    errors: record.errors,
    diagnostics,
    rows: record.rows,
    artifacts: artifactPaths(record, options.projectDir),
    rawLog: record.rawLog,
    durationMs,
  };
}

async function attempt(options: DbtOptions) {
  const record = new RunRecord();
  const progress = new NodeProgress();
  const tell = (event: DbtEvent): void => {
    record.add(event);
    options.onEvent?.(event);
  };
  const end = await runScript({
    environment: options.environment,
    script: options.strictSchemas ? 'strict_dbt.py' : 'launch_dbt.py',
    args: dbtArguments(withAbsolutePaths(options)),
    cwd: resolve(options.projectDir),
    env: dbtProcessEnvironment(process.env, options.environmentVariables),
    signal: options.signal,
    timeoutMs: options.timeoutMs,
    graceMs: options.graceMs ?? GRACE_MS,
    onStdoutLine: (line) => readEvents(line, progress).forEach(tell),
    onStderrLine: (line) => tell({ kind: 'raw', text: line }),
  });
  return { end, record, tell };
}

/** What reads only, or starts from nothing, may be done again when its process was lost. */
function isRepeatable({ command, fullRefresh }: DbtOptions): boolean {
  return fullRefresh === true || ['parse', 'compile', 'show', 'test', 'docs-generate'].includes(command);
}

/** dbt runs in the project's folder, its caller in another. */
function withAbsolutePaths(options: DbtOptions): DbtOptions {
  return {
    ...options,
    projectDir: resolve(options.projectDir),
    profilesDir: resolve(options.profilesDir),
    ...(options.targetPath === undefined ? {} : { targetPath: resolve(options.targetPath) }),
    ...(options.logPath === undefined ? {} : { logPath: resolve(options.logPath) }),
  };
}

/**
 * dbt's exit code 2 means both "the project is wrong" and "dbt broke down". It tells an error in the first case, and adds
 * a stack trace, or tells nothing at all, in the second.
 */
function statusOf({ exitCode, stopped }: ProcessEnd, { errors, brokeDown }: RunRecord): DbtStatus {
  if (exitCode === 0) return 'ok';
  if (stopped !== undefined) return stopped;
  if (exitCode === 1) return 'failed';
  return exitCode === 2 && errors.length > 0 && !brokeDown ? 'failed' : 'crashed';
}

function artifactPaths({ artifacts }: RunRecord, projectDir: string): DbtOutcome['artifacts'] {
  const path = (type: string): string | undefined => {
    const written = artifacts.get(type);
    return written === undefined ? undefined : resolve(projectDir, written);
  };
  const [manifest, runResults, catalog] = ['WritableManifest', 'RunExecutionResult', 'CatalogArtifact'].map(path);
  return {
    ...(manifest === undefined ? {} : { manifest }),
    ...(runResults === undefined ? {} : { runResults }),
    ...(catalog === undefined ? {} : { catalog }),
  };
}
