import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { parseDocument, RUN_FILES, RUN_FOLDER, type RunState } from '@datamigrate/contracts';
import type { Diagnostic } from '@datamigrate/diagnostics';
import { err, ok, type Result } from '@datamigrate/foundation';
import { runDiagnostics } from './diagnostics.js';
import { EDITS } from './edited-files.js';
import { codeOf, ifThere, reasonOf } from './io-error.js';
import { KEPT_FOLDER } from './keep-aside.js';
import { LOCK } from './run-files.js';
import { RUN_OPTIONS } from './run-options.js';
import { TEMPORARY_FOLDER } from './state-files.js';
import { readWrittenFiles, WRITTEN_FILES } from './written-files.js';

/** What stands in an out folder before a run starts. */
export type FolderState =
  | { readonly kind: 'free' }
  | { readonly kind: 'foreign'; readonly files: readonly string[] }
  | { readonly kind: 'run'; readonly status: RunState['status'] | 'damaged'; readonly wroteFiles: boolean };

/** No run touches these, and they are no reason to refuse a folder: a new repository, droppings of file managers. */
const HARMLESS = new Set(['.git', '.DS_Store', 'Thumbs.db', 'desktop.ini']);

/** In a run folder without a run: of a process that was killed before it wrote more. */
const LEFTOVERS = new Set<string>([
  LOCK,
  RUN_OPTIONS,
  TEMPORARY_FOLDER,
  KEPT_FOLDER,
  EDITS,
  RUN_FILES.events,
  WRITTEN_FILES,
]);

/** Looks and changes nothing. */
export async function inspectFolder(out: string): Promise<Result<FolderState, Diagnostic>> {
  try {
    const stats = await ifThere(stat(out));
    if (stats === undefined) return ok({ kind: 'free' });
    if (!stats.isDirectory()) return err(notAFolder(out));
    const entries = (await readdir(out)).filter((entry) => !HARMLESS.has(entry));
    if (entries.includes(RUN_FOLDER)) {
      const run = await formerRun(join(out, RUN_FOLDER));
      if (run) return ok(run);
    }
    const foreign = entries.filter((entry) => entry !== RUN_FOLDER).sort();
    if (entries.includes(RUN_FOLDER)) {
      const unknown = (await readdir(join(out, RUN_FOLDER))).filter((entry) => !isLeftover(entry));
      foreign.push(...unknown.map((entry) => `${RUN_FOLDER}/${entry}`));
    }
    return ok(foreign.length === 0 ? { kind: 'free' } : { kind: 'foreign', files: foreign });
  } catch (error) {
    if (codeOf(error) === 'ENOTDIR') return err(notAFolder(out));
    if (codeOf(error) === undefined) throw error;
    return err(runDiagnostics.create('run-folder-unwritable', { folder: out, reason: reasonOf(error) }));
  }
}

/** Undefined for a run folder that a process left before it wrote anything but its lock. */
async function formerRun(folder: string): Promise<FolderState | undefined> {
  const text = await ifThere(readFile(join(folder, RUN_FILES.run), 'utf8'));
  const written = await readWrittenFiles(join(folder, WRITTEN_FILES));
  if (text === undefined && written.size === 0) return undefined;
  const run = parseDocument('run-state', text ?? '');
  return { kind: 'run', status: run.ok ? run.value.status : 'damaged', wroteFiles: written.size > 0 };
}

function isLeftover(entry: string): boolean {
  return LEFTOVERS.has(entry) || entry.startsWith('.~');
}

function notAFolder(folder: string): Diagnostic {
  return runDiagnostics.create('run-folder-not-a-folder', { folder });
}
