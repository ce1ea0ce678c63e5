import { access, constants, mkdir, readdir, readFile, rm, rmdir } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { RUN_FILES, RUN_FOLDER } from '@datamigrate/contracts';
import type { Diagnostic } from '@datamigrate/diagnostics';
import { err, ok, type Result } from '@datamigrate/foundation';
import { runDiagnostics } from './diagnostics.js';
import { type FolderState, inspectFolder } from './inspect-folder.js';
import { ifThere, isIoError, reasonOf } from './io-error.js';
import { type JsonLines, openJsonLines } from './json-lines.js';
import { type ObjectRecords, openObjectRecords } from './object-records.js';
import { openProjectFiles, type ProjectFilesOwner } from './project-files.js';
import { removeFormerRun } from './remove-former-run.js';
import { LOCK } from './run-files.js';
import { type RunLock, takeLock } from './run-lock.js';
import { openStateFiles, type StateFiles, TEMPORARY_FOLDER } from './state-files.js';
import { openWrittenFiles, WRITTEN_FILES } from './written-files.js';

/** An out folder in which this process, and no other, runs a migration. */
export interface RunFolder {
  /** Absolute. */
  readonly out: string;
  readonly state: StateFiles;
  readonly project: ProjectFilesOwner;
  readonly objects: ObjectRecords;
  readonly events: JsonLines;
  close(): Promise<void>;
  /** Instead of close, for a run that came to nothing: the folder is as if there had never been one. */
  discard(): Promise<void>;
}

export interface FolderEnvironment {
  readonly now: () => Date;
  /** Takes warnings about files of other people. */
  readonly tell: (diagnostic: Diagnostic) => void;
}

/**
 * For a new run. Free are a folder that does not exist, an empty one, and one whose former run failed before it wrote
 * anything. With `force` a former run is replaced; files that no migration wrote are never overwritten or removed, so
 * `force` does not open a folder that holds nothing else.
 */
export async function openRunFolder(
  folder: string,
  options: FolderEnvironment & { readonly force: boolean },
): Promise<Result<RunFolder, Diagnostic>> {
  const out = resolve(folder);
  // First without a lock, since a lock is a file in the folder.
  const refused = await refusal(folder, out, options.force);
  if (refused) return err(refused);
  return opened(folder, out, options, async () => {
    const changed = await refusal(folder, out, options.force);
    if (changed) return changed;
    await removeFormerRun(out, options.now(), options.tell);
    return undefined;
  });
}

/** For a run that goes on. */
export async function openFormerRun(
  folder: string,
  environment: FolderEnvironment,
): Promise<Result<RunFolder, Diagnostic>> {
  const out = resolve(folder);
  const state = await inspectFolder(out);
  if (!state.ok) return state;
  const file = join(RUN_FOLDER, RUN_FILES.run);
  if (state.value.kind !== 'run') return err(runDiagnostics.create('run-no-migration', { folder, file }));
  return opened(folder, out, environment, async () => undefined);
}

async function refusal(folder: string, out: string, force: boolean): Promise<Diagnostic | undefined> {
  const state = await inspectFolder(out);
  if (!state.ok) return state.error;
  const found = state.value;
  if (found.kind === 'free') return undefined;
  if (found.kind === 'foreign') {
    const name = await projectNameIn(out);
    if (name !== undefined) return runDiagnostics.create('run-existing-project', { folder, name });
    return runDiagnostics.create('run-folder-not-empty', { folder, files: listed(found.files) });
  }
  if (force || isReplaceable(found)) return undefined;
  const status = found.status.replaceAll('-', ' ');
  return runDiagnostics.create('run-folder-occupied', { folder, status });
}

/** The name of the dbt project in a folder, read without believing anything else of it. */
async function projectNameIn(out: string): Promise<string | undefined> {
  const text = await ifThere(readFile(join(out, 'dbt_project.yml'), 'utf8'));
  if (text === undefined) return undefined;
  const [, name = 'without a name'] = /^name:\s*["']?([\w-]+)/m.exec(text) ?? [];
  return name;
}

/** A run that failed at once, for example at a source that could not be read, leaves nothing worth a question. */
function isReplaceable(found: Extract<FolderState, { kind: 'run' }>): boolean {
  return found.status === 'failed' && !found.wroteFiles;
}

function listed(files: readonly string[]): string {
  const shown = files.slice(0, 3).join(', ');
  return files.length > 3 ? `${shown} and ${files.length - 3} more` : shown;
}

async function opened(
  folder: string,
  out: string,
  environment: FolderEnvironment,
  prepare: () => Promise<Diagnostic | undefined>,
): Promise<Result<RunFolder, Diagnostic>> {
  const runFolder = join(out, RUN_FOLDER);
  let lock: RunLock | undefined;
  try {
    const firstMade = await mkdir(runFolder, { recursive: true });
    await access(out, constants.W_OK | constants.X_OK);
    const file = join(runFolder, LOCK);
    const taken = await takeLock(file, runFolder, environment.now());
    if (!taken.ok) {
      const { pid, host, since } = taken.error;
      return err(runDiagnostics.create('run-folder-locked', { folder, pid, host, since, file }));
    }
    lock = taken.value;
    const refused = await prepare();
    if (refused) {
      await lock.release();
      return err(refused);
    }
    return ok(await openFiles(out, runFolder, lock, environment, firstMade));
  } catch (error) {
    await lock?.release().catch(() => {});
    if (!isIoError(error)) throw error;
    return err(runDiagnostics.create('run-folder-unwritable', { folder, reason: reasonOf(error) }));
  }
}

async function openFiles(
  out: string,
  runFolder: string,
  lock: RunLock,
  { now, tell }: FolderEnvironment,
  firstMade: string | undefined,
): Promise<RunFolder> {
  await removeLeftovers(runFolder);
  await mkdir(join(runFolder, TEMPORARY_FOLDER));
  const state = openStateFiles(runFolder);
  const written = await openWrittenFiles(join(runFolder, WRITTEN_FILES));
  const events = await openJsonLines(join(runFolder, RUN_FILES.events));
  const close = async () => {
    events.close();
    written.close();
    await rm(join(runFolder, TEMPORARY_FOLDER), { recursive: true, force: true });
    await lock.release();
  };
  return {
    out,
    state,
    project: openProjectFiles({ out, files: written, now, tell }),
    objects: openObjectRecords(state),
    events,
    close,
    async discard() {
      await close();
      await rm(runFolder, { recursive: true, force: true });
      if (firstMade !== undefined) await removeEmpty(out, firstMade);
    },
  };
}

/** Removes folders that this run made, from the inner to the outer one, as long as nobody else uses them. */
async function removeEmpty(from: string, to: string): Promise<void> {
  for (let folder = from; folder.length >= to.length; folder = dirname(folder)) {
    try {
      await rmdir(folder);
    } catch (error) {
      if (!isIoError(error)) throw error;
      return;
    }
  }
}

/** What a killed process left half-written. */
async function removeLeftovers(runFolder: string): Promise<void> {
  for (const entry of await readdir(runFolder)) {
    if (entry === TEMPORARY_FOLDER || entry.startsWith('.~')) {
      await rm(join(runFolder, entry), { recursive: true, force: true });
    }
  }
}
