import { readdir, readFile, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { RUN_FOLDER } from '@datamigrate/contracts';
import {
  type Integration,
  integrateProject,
  mergeTexts,
  type ProjectFile,
  projectDiagnostics,
  readExistingProject,
} from '@datamigrate/dbt-project';
import type { Diagnostic } from '@datamigrate/diagnostics';
import { err, ok, type Result } from '@datamigrate/foundation';
import { z } from 'zod';
import { runDiagnostics } from '../run/diagnostics.js';
import { codeOf, ifThere, reasonOf } from '../run/io-error.js';
import { writeAtomically } from '../run/write-atomically.js';
import { storedProject } from './stored-project.js';

/** What was done to a repository. */
export interface IntegrationOutcome extends Omit<Integration, 'files'> {
  readonly written: readonly string[];
  /** Files of ours that people have changed since: both changes hold now. */
  readonly merged: readonly string[];
  /** The same lines were changed: theirs stay, ours stand beside them as `<file>.new`. */
  readonly conflicts: readonly string[];
  readonly removed: readonly string[];
}

/** What an earlier call wrote, so that the next one knows its own files and what people changed in them. */
const RECORD = `${RUN_FOLDER}/integrated.json`;
const recordSchema = z.object({ schemaVersion: z.literal(1), files: z.record(z.string(), z.string()) });

/** Adds the project of a migration to a dbt project that people wrote. No file of theirs is changed. */
export async function integrateFolder(
  out: string,
  repository: string,
): Promise<Result<IntegrationOutcome, Diagnostic>> {
  const spec = await storedProject(out);
  if (!spec) return err(runDiagnostics.create('run-no-migration', { folder: out, file: `${RUN_FOLDER}/project.json` }));
  if (resolve(out) === resolve(repository)) {
    const reason = 'it is the project of the migration itself';
    return err(projectDiagnostics.create('project-existing-unreadable', { file: 'dbt_project.yml', reason }));
  }
  try {
    const before = await readRecord(repository);
    const own = new Set(Object.keys(before));
    const files = (await readProject(repository)).filter(({ path }) => !own.has(path.replace(/\.new$/, '')));
    const existing = readExistingProject(files);
    if (!existing.ok) return existing;
    const { files: ours, ...integration } = integrateProject(spec, existing.value);
    const outcome = await writeFiles(repository, ours, before);
    await write(repository, RECORD, `${JSON.stringify(recordOf(ours), null, 1)}\n`);
    return ok({ ...integration, ...outcome });
  } catch (error) {
    if (codeOf(error) === undefined) throw error;
    return err(runDiagnostics.create('run-folder-unwritable', { folder: repository, reason: reasonOf(error) }));
  }
}

const recordOf = (files: readonly ProjectFile[]): z.infer<typeof recordSchema> => ({
  schemaVersion: 1,
  files: Object.fromEntries(files.map(({ path, content }) => [path, content])),
});

async function readRecord(repository: string): Promise<Readonly<Record<string, string>>> {
  const text = await ifThere(readFile(join(repository, RECORD), 'utf8'));
  if (text === undefined) return {};
  try {
    return recordSchema.parse(JSON.parse(text)).files;
  } catch {
    // Damaged: every file is taken for one of theirs, and none is touched.
    return {};
  }
}

type Written = Pick<IntegrationOutcome, 'written' | 'merged' | 'conflicts' | 'removed'>;

async function writeFiles(
  repository: string,
  files: readonly ProjectFile[],
  before: Readonly<Record<string, string>>,
): Promise<Written> {
  const written: string[] = [];
  const merged: string[] = [];
  const conflicts: string[] = [];
  const removed: string[] = [];
  for (const { path, content } of files) {
    const present = await ifThere(readFile(join(repository, path), 'utf8'));
    if (present === content) continue;
    if (present === undefined || present === before[path]) {
      await write(repository, path, content);
      written.push(path);
      continue;
    }
    const { text, conflict } = mergeTexts(before[path] ?? '', present, content);
    await write(repository, conflict ? `${path}.new` : path, conflict ? content : text);
    (conflict ? conflicts : merged).push(path);
  }
  const wanted = new Set(files.map(({ path }) => path));
  for (const [path, content] of Object.entries(before)) {
    if (wanted.has(path) || (await ifThere(readFile(join(repository, path), 'utf8'))) !== content) continue;
    await rm(join(repository, path));
    removed.push(path);
  }
  return { written, merged, conflicts, removed };
}

async function write(repository: string, path: string, content: string): Promise<void> {
  const file = join(repository, path);
  await writeAtomically(file, content);
}

/** Of others, or made by tools. */
const PASSED_OVER = new Set(['target', 'dbt_packages', 'dbt_modules', 'logs', 'node_modules', 'venv', '__pycache__']);
const READ = /\.(?:sql|ya?ml|md)$/;
/** Their names matter, not what is in them. */
const NAMED = /\.(?:csv|py)$/;

async function readProject(repository: string): Promise<readonly ProjectFile[]> {
  const files: ProjectFile[] = [];
  const open = [''];
  for (let folder = open.pop(); folder !== undefined; folder = open.pop()) {
    for (const entry of await readdir(join(repository, folder), { withFileTypes: true })) {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (entry.isDirectory()) {
        if (!PASSED_OVER.has(entry.name) && !entry.name.startsWith('.')) open.push(path);
      } else if (READ.test(entry.name)) files.push({ path, content: await readFile(join(repository, path), 'utf8') });
      else if (NAMED.test(entry.name)) files.push({ path, content: '' });
    }
  }
  return files;
}
