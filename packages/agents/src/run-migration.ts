import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { RUN_FILES, RUN_FOLDER, type RunState, reportSchema } from '@datamigrate/contracts';
import type { Diagnostic } from '@datamigrate/diagnostics';
import { err, ok } from '@datamigrate/foundation';
import type { AgentCores } from './graph/agent-cores.js';
import { driveGraph } from './graph/drive-graph.js';
import { openSteering } from './graph/open-steering.js';
import { planWasEdited } from './graph/plan-was-edited.js';
import { restoreObjects } from './graph/restore-objects.js';
import { ioDiagnostic, type Steering } from './graph/steering.js';
import type {
  MigrationEngine,
  MigrationOptions,
  MigrationResult,
  ResumeOptions,
  RunEnvironment,
} from './migration-engine.js';
import { runDiagnostics } from './run/diagnostics.js';
import { isIoError } from './run/io-error.js';
import { KEPT_FOLDER } from './run/keep-aside.js';
import { noteOf } from './run/note.js';
import { planFileOf, readPlan, readPlanned } from './run/plan-file.js';
import { ASSESSMENT, CRASHES } from './run/run-files.js';
import { openFormerRun, openRunFolder, type RunFolder } from './run/run-folder.js';
import { RUN_OPTIONS, type RunOptions, resolveSource, runOptionsSchema, sourcePathFrom } from './run/run-options.js';
import { newRunState, readRunState, runStateFile } from './run/run-state-file.js';

/** Migrations whose agents do their work by these cores. */
export function createMigrationEngine(cores: AgentCores): MigrationEngine {
  return {
    runMigration: (options) => inOrder(() => runMigration(cores, options)),
    resumeMigration: (options) => inOrder(() => resumeMigration(cores, options)),
  };
}

async function runMigration(cores: AgentCores, options: MigrationOptions): Promise<MigrationResult> {
  const { clock, signal } = options;
  const runOptions = optionsOf(options);
  // Before the folder is opened: a misspelt source must not cost a former migration.
  const source = await cores.identify(resolveSource(resolve(options.out), runOptions), signal);
  if (!source.ok) return source;
  const opened = await openRunFolder(options.out, { ...folderEnvironment(options), force: options.force });
  if (!opened.ok) return err([opened.error]);
  return closing(cores, opened.value, async (folder) => {
    const run = runStateFile(folder.state, newRunState(runOptions, source.value, clock.now()), clock.now);
    await folder.state.writeJson(RUN_OPTIONS, runOptionsSchema, runOptions);
    // Last: with it the folder holds a run that can be resumed.
    await run.save();
    const steering = openSteering({ cores, folder, run, options: runOptions, environment: options });
    const result = await drive(steering, options.out, false);
    if (!result.ok && cameToNothing(folder, result.error)) await folder.discard();
    return result;
  });
}

async function resumeMigration(cores: AgentCores, options: ResumeOptions): Promise<MigrationResult> {
  const { clock, signal } = options;
  const opened = await openFormerRun(options.out, folderEnvironment(options));
  if (!opened.ok) return err([opened.error]);
  return closing(cores, opened.value, async (folder) => {
    const former = await readFormerRun(folder);
    if (!former.ok) return err([former.error]);
    const { state, options: asked } = former.value;
    if (state.status === 'finished') {
      const report = await folder.state.readJson(RUN_FILES.report, reportSchema);
      if (report.ok && report.value && !(await planWasEdited(folder))) {
        return ok({ status: 'finished', planFile: planFileOf(options.out), report: report.value });
      }
    }
    const source = await cores.identify(resolveSource(folder.out, asked), signal);
    if (!source.ok) return source;
    if (state.source.fingerprint !== undefined && source.value.fingerprint !== state.source.fingerprint) {
      return err([runDiagnostics.create('run-source-changed', { source: asked.source })]);
    }
    const plan = await checkPlan(folder, tellOf(options));
    if (plan) return err([plan]);
    const run = runStateFile(folder.state, state, clock.now);
    const threads = options.threads ?? asked.threads;
    const runOptions = { ...asked, ...(threads === undefined ? {} : { threads }) };
    const steering = openSteering({ cores, folder, run, options: runOptions, environment: options });
    await restoreObjects(steering);
    return drive(steering, options.out, state.status === 'stopped-at-checkpoint');
  });
}

async function drive(steering: Steering, out: string, answered: boolean): Promise<MigrationResult> {
  const { run } = steering;
  try {
    const result = await driveGraph(steering, answered);
    if (!result.ok) {
      await run.end('failed');
      return result;
    }
    const planFile = await plannedFile(steering.folder, out);
    switch (result.value.status) {
      case 'cancelled':
        await run.end('cancelled');
        return ok({ status: 'cancelled', ...planFile });
      case 'stopped': {
        const { checkpoint } = result.value;
        await run.set({ status: 'stopped-at-checkpoint', checkpoint });
        return ok({ status: 'stopped-at-checkpoint', checkpoint, ...planFile });
      }
      case 'finished':
        await run.set({ status: 'finished' });
        return ok({ status: 'finished', ...planFile, report: result.value.report });
    }
  } catch (error) {
    // The disk may be what failed.
    await run.end('failed').catch(() => {});
    throw error;
  }
}

/** A source that turned out to be none: nothing was assessed, nothing was written, no fault of ours to look into. */
function cameToNothing({ state, project }: RunFolder, reasons: readonly Diagnostic[]): boolean {
  // Lost I/O and faults of ours: their help speaks of the folder.
  if (reasons.some(({ code }) => code.startsWith('run-'))) return false;
  const kept = [ASSESSMENT, CRASHES, KEPT_FOLDER].map((name) => state.path(name));
  return project.paths().length === 0 && !kept.some((path) => existsSync(path));
}

async function plannedFile(folder: RunFolder, out: string): Promise<{ planFile?: string }> {
  const planned = await readPlanned(folder.state);
  return planned.ok && planned.value ? { planFile: planFileOf(out) } : {};
}

async function readFormerRun(folder: RunFolder) {
  const state = await readRunState(folder.state);
  if (!state.ok) return state;
  const options = await folder.state.readJson(RUN_OPTIONS, runOptionsSchema);
  if (!options.ok) return options;
  if (state.value && options.value) return ok({ state: state.value satisfies RunState, options: options.value });
  const missing = state.value ? RUN_OPTIONS : RUN_FILES.run;
  const file = join(RUN_FOLDER, missing);
  return err(runDiagnostics.create('run-no-migration', { folder: folder.out, file }));
}

/** A plan that was edited is checked before anything else happens: the run stays where it is until the plan is valid. */
async function checkPlan(folder: RunFolder, tell: (diagnostic: Diagnostic) => void): Promise<Diagnostic | undefined> {
  const planned = await readPlanned(folder.state);
  if (!planned.ok || planned.value === undefined) return undefined;
  const plan = await readPlan(folder.state, planned.value, tell);
  return plan.ok ? undefined : plan.error;
}

/** What `--data` takes besides folders. */
const ROW_WORDS: ReadonlySet<string> = new Set(['live', 'generated', 'none']);

function optionsOf(options: MigrationOptions): RunOptions {
  const { source, target, checkpoints, select, exclude, threads, scenario, keepSteps, data, rows, mask } = options;
  const sourcePath = sourcePathFrom(resolve(options.out), source);
  const dataPath = data === undefined || ROW_WORDS.has(data) ? undefined : sourcePathFrom(resolve(options.out), data);
  return {
    schemaVersion: 1,
    source,
    ...(sourcePath === undefined ? {} : { sourcePath }),
    target,
    checkpoints: [...checkpoints],
    select: [...(select ?? [])],
    exclude: [...(exclude ?? [])],
    ...(threads === undefined ? {} : { threads }),
    ...(scenario === undefined ? {} : { scenario }),
    keepSteps: keepSteps === true,
    ...(data === undefined ? {} : { data }),
    ...(dataPath === undefined ? {} : { dataPath }),
    ...(rows === undefined ? {} : { rows }),
    ...(mask === undefined ? {} : { mask, maskPath: sourcePathFrom(resolve(options.out), mask) }),
  };
}

function folderEnvironment(environment: RunEnvironment) {
  return { now: () => environment.clock.now(), tell: tellOf(environment) };
}

/** Before the folder is open there is no event file to write to. */
function tellOf({ onEvent }: RunEnvironment): (diagnostic: Diagnostic) => void {
  return (diagnostic) => onEvent(noteOf(diagnostic));
}

async function closing(
  cores: AgentCores,
  folder: RunFolder,
  work: (folder: RunFolder) => Promise<MigrationResult>,
): Promise<MigrationResult> {
  try {
    return await work(folder);
  } finally {
    await cores.end?.();
    await folder.close();
  }
}

/** Lost I/O is told like any other fault; what else is thrown is a bug and stays an exception. */
async function inOrder(work: () => Promise<MigrationResult>): Promise<MigrationResult> {
  try {
    return await work();
  } catch (error) {
    if (!isIoError(error)) throw error;
    return err([ioDiagnostic(error)]);
  }
}
