import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { RUN_FILES, RUN_FOLDER } from '@datamigrate/contracts';
import type { Diagnostic } from '@datamigrate/diagnostics';
import { runDiagnostics } from './diagnostics.js';
import { EDITS, handOnEdits } from './edited-files.js';
import { KEPT_FOLDER, keepAside } from './keep-aside.js';
import { readPlanned } from './plan-file.js';
import { planText } from './plan-text.js';
import { isUnchanged, removeEmptyFolders } from './project-files.js';
import { LOCK } from './run-files.js';
import { openStateFiles, type StateFiles } from './state-files.js';
import { readWrittenFiles, WRITTEN_FILES } from './written-files.js';

/** They say that the folder holds a run and what it wrote, so they go last: a kill in between leaves a run to replace. */
const LAST = [WRITTEN_FILES, RUN_FILES.run];

/**
 * Removes what a former run wrote, and nothing else. Files that someone changed since go to .datamigrate/kept, and the
 * next run merges the change into what it writes; files that someone added stay where they are. The caller holds the lock.
 */
export async function removeFormerRun(out: string, now: Date, tell: (diagnostic: Diagnostic) => void): Promise<void> {
  const folder = join(out, RUN_FOLDER);
  await handOnEdits(out, openStateFiles(folder));
  for (const [path, known] of await readWrittenFiles(join(folder, WRITTEN_FILES))) {
    const file = join(out, path);
    if (await isUnchanged(file, known)) {
      await rm(file, { recursive: known.isClaimed, force: true });
    } else {
      tell(runDiagnostics.create('run-file-kept', { file, kept: await keepAside(out, folder, path, now) }));
    }
    await removeEmptyFolders(out, path);
  }
  if (await isPlanEdited(openStateFiles(folder))) {
    const plan = `${RUN_FOLDER}/${RUN_FILES.plan}`;
    const kept = await keepAside(out, folder, plan, now);
    tell(runDiagnostics.create('run-file-kept', { file: join(out, plan), kept }));
  }
  const stays = new Set([LOCK, KEPT_FOLDER, EDITS, ...LAST]);
  for (const entry of await readdir(folder)) {
    if (!stays.has(entry)) await rm(join(folder, entry), { recursive: true, force: true });
  }
  for (const entry of LAST) await rm(join(folder, entry), { force: true });
}

async function isPlanEdited(state: StateFiles): Promise<boolean> {
  const text = await state.readText(RUN_FILES.plan);
  if (text === undefined) return false;
  const planned = await readPlanned(state);
  return !planned.ok || planned.value === undefined || text !== planText(planned.value);
}
