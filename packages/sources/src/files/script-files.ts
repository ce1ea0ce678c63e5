import { readdir, stat } from 'node:fs/promises';
import { basename, dirname, extname, join, relative, resolve, sep } from 'node:path';
import type { Diagnostic } from '@datamigrate/diagnostics';
import { err, ok, type Result } from '@datamigrate/foundation';
import { sourceDiagnostics } from '../diagnostics.js';
import { readText, unreadable } from './read-file.js';

/** A script of the source, decoded. */
export interface ScriptFile {
  /** Relative to the folder that was named, with forward slashes. */
  readonly path: string;
  readonly text: string;
}

export interface ScriptFiles {
  /** Name of the folder or file without its extension: what the database is called when no script says. */
  readonly name: string;
  /** What the paths of the files are relative to. */
  readonly folder: string;
  /** In the order in which they run. */
  readonly files: readonly ScriptFile[];
  readonly diagnostics: readonly Diagnostic[];
}

/** A .sql file, or all of them in a folder and below it, ordered as people number them: 2 before 10. */
export async function readScriptFiles(path: string): Promise<Result<ScriptFiles, Diagnostic>> {
  const found = await stat(path).catch((error: unknown) => error);
  if (!isStats(found)) return err(await unreadable(path, found));
  if (!found.isDirectory()) return readOne(path);
  const listed = await listScripts(path);
  if (!listed.ok) return listed;
  const { names, projects } = listed.value;
  if (names.length === 0) return err(sourceDiagnostics.create('source-no-scripts', { path }));
  const files: ScriptFile[] = [];
  const diagnostics: Diagnostic[] = projects.map((project) =>
    sourceDiagnostics.create('source-project-in-folder', { project }),
  );
  for (const name of names) {
    const read = await readText(join(path, name));
    if (!read.ok) return read;
    if (read.value === undefined) diagnostics.push(sourceDiagnostics.create('source-file-skipped', { path: name }));
    else files.push({ path: name.split(sep).join('/'), text: read.value });
  }
  return ok({ name: basename(resolve(path)), folder: resolve(path), files, diagnostics });
}

async function readOne(path: string): Promise<Result<ScriptFiles, Diagnostic>> {
  const read = await readText(path);
  if (!read.ok) return read;
  if (read.value === undefined) return err(sourceDiagnostics.create('source-not-text', { path }));
  const name = basename(path, extname(path));
  const folder = dirname(resolve(path));
  return ok({ name, folder, files: [{ path: basename(path), text: read.value }], diagnostics: [] });
}

interface Listed {
  readonly names: readonly string[];
  /** Database projects in the folder itself. */
  readonly projects: readonly string[];
}

async function listScripts(path: string): Promise<Result<Listed, Diagnostic>> {
  try {
    const entries = await readdir(path, { recursive: true, withFileTypes: true });
    const order = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });
    const files = entries
      .filter((entry) => entry.isFile())
      .map((entry) => relative(path, join(entry.parentPath, entry.name)));
    return ok({
      names: files
        .filter((name) => extname(name).toLowerCase() === '.sql')
        .sort((a, b) => order.compare(a, b) || (a < b ? -1 : 1)),
      projects: files.filter((name) => extname(name).toLowerCase() === '.sqlproj' && !name.includes(sep)),
    });
  } catch (error) {
    return err(await unreadable(path, error));
  }
}

function isStats(value: unknown): value is Awaited<ReturnType<typeof stat>> {
  return typeof value === 'object' && value !== null && 'isDirectory' in value;
}
