import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, dirname, extname, join, relative, resolve, sep } from 'node:path';
import type { Diagnostic } from '@datamigrate/diagnostics';
import { closestName, err, ok, type Result } from '@datamigrate/foundation';
import { decodeSource } from '@datamigrate/tsql-syntax';
import { sourceDiagnostics } from '../diagnostics.js';

/** A script of the source, decoded. */
export interface ScriptFile {
  /** Relative to the folder that was named, with forward slashes. */
  readonly path: string;
  readonly text: string;
}

export interface ScriptFiles {
  /** Name of the folder or file without its extension: what the database is called when no script says. */
  readonly name: string;
  /** In the order in which they run. */
  readonly files: readonly ScriptFile[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Sources that this package will read one day, by their extensions. */
const OTHER_KINDS: { readonly [extension: string]: string } = {
  '.dacpac': 'data-tier package',
  '.bacpac': 'data-tier backup',
  '.sqlproj': 'database project',
  '.bak': 'database backup',
  '.mdf': 'database file',
  '.json': 'catalog',
};

/** A .sql file, or all of them in a folder and below it, ordered as people number them: 2 before 10. */
export async function readScriptFiles(path: string): Promise<Result<ScriptFiles, Diagnostic>> {
  const kind = OTHER_KINDS[extname(path).toLowerCase()];
  const found = await stat(path).catch((error: unknown) => error);
  if (!isStats(found)) return err(await unreadable(path, found));
  if (kind !== undefined) return err(sourceDiagnostics.create('source-kind', { path, kind }));
  if (!found.isDirectory()) return readOne(path);
  const names = await listScripts(path);
  if (!names.ok) return names;
  if (names.value.length === 0) return err(sourceDiagnostics.create('source-no-scripts', { path }));
  const files: ScriptFile[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const name of names.value) {
    const read = await readText(join(path, name));
    if (!read.ok) return read;
    if (read.value === undefined) diagnostics.push(sourceDiagnostics.create('source-file-skipped', { path: name }));
    else files.push({ path: name.split(sep).join('/'), text: read.value });
  }
  return ok({ name: basename(resolve(path)), files, diagnostics });
}

async function readOne(path: string): Promise<Result<ScriptFiles, Diagnostic>> {
  const read = await readText(path);
  if (!read.ok) return read;
  if (read.value === undefined) return err(sourceDiagnostics.create('source-not-text', { path }));
  const name = basename(path, extname(path));
  return ok({ name, files: [{ path: basename(path), text: read.value }], diagnostics: [] });
}

/** Undefined for a file that is no text. */
async function readText(path: string): Promise<Result<string | undefined, Diagnostic>> {
  try {
    const decoded = decodeSource(await readFile(path));
    return ok(decoded.ok ? decoded.value.text : undefined);
  } catch (error) {
    return err(await unreadable(path, error));
  }
}

async function listScripts(path: string): Promise<Result<readonly string[], Diagnostic>> {
  try {
    const entries = await readdir(path, { recursive: true, withFileTypes: true });
    const order = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });
    return ok(
      entries
        .filter((entry) => entry.isFile() && extname(entry.name).toLowerCase() === '.sql')
        .map((entry) => relative(path, join(entry.parentPath, entry.name)))
        .sort((a, b) => order.compare(a, b) || (a < b ? -1 : 1)),
    );
  } catch (error) {
    return err(await unreadable(path, error));
  }
}

const REASONS: { readonly [code: string]: string } = {
  EACCES: 'permission denied',
  EPERM: 'operation not permitted',
  ELOOP: 'its links lead in a circle',
  ENAMETOOLONG: 'its name is too long',
};

async function unreadable(path: string, error: unknown): Promise<Diagnostic> {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code !== 'ENOENT' && code !== 'ENOTDIR') {
    return sourceDiagnostics.create('source-unreadable', { path, reason: REASONS[code] ?? (code || 'unknown error') });
  }
  const neighbours = await readdir(dirname(path)).catch(() => []);
  const near = closestName(basename(path), neighbours);
  const help = near === undefined ? 'Check the path.' : `Did you mean ${join(dirname(path), near)}?`;
  return sourceDiagnostics.create('source-not-found', { path, help });
}

function isStats(value: unknown): value is Awaited<ReturnType<typeof stat>> {
  return typeof value === 'object' && value !== null && 'isDirectory' in value;
}
