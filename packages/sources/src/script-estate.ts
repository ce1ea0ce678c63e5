import { createHash } from 'node:crypto';
import type { Diagnostic } from '@datamigrate/diagnostics';
import { err, ok, type Result } from '@datamigrate/foundation';
import { type LoadedTemplate, loadTemplate } from '@datamigrate/tsql-engine';
import { sourceDiagnostics } from './diagnostics.js';
import { readScriptFiles, type ScriptFile, type ScriptFiles } from './files/script-files.js';

/** A source of scripts, read but not run. */
export interface ScriptSource {
  readonly database: string;
  readonly files: readonly ScriptFile[];
  /** Of the names and texts of all files: the same source has the same one. */
  readonly fingerprint: string;
  readonly diagnostics: readonly Diagnostic[];
}

export async function readScriptSource(path: string): Promise<Result<ScriptSource, Diagnostic>> {
  const read = await readScriptFiles(path);
  if (!read.ok) return read;
  const { files, diagnostics } = read.value;
  return ok({ database: databaseName(read.value), files, fingerprint: fingerprint(files), diagnostics });
}

export interface LoadClock {
  /** Milliseconds since 1970, UTC: what GETDATE() gives while the scripts run. */
  readonly now: number;
}

/** Runs the scripts in memory: what they define and the rows that they insert. */
export function loadScriptSource(
  source: ScriptSource,
  path: string,
  clock: LoadClock,
): Result<LoadedTemplate, Diagnostic> {
  const scripts = source.files.map(({ path: name, text }) => ({ name, text }));
  const loaded = loadTemplate(scripts, { name: source.database, now: () => clock.now });
  const { tables, modules } = loaded.catalog;
  if (tables.length + modules.length === 0) return err(sourceDiagnostics.create('source-no-objects', { path }));
  return ok(loaded);
}

/** What CREATE DATABASE or USE says first; otherwise the name of the folder or file. */
function databaseName({ name, files }: ScriptFiles): string {
  for (const { text } of files) {
    const found = /^\s*(?:CREATE\s+DATABASE|USE)\s+(?:\[([^\]]+)\]|"([^"]+)"|([\p{L}_][\p{L}\p{N}_]*))/imu.exec(text);
    const stated = found?.[1] ?? found?.[2] ?? found?.[3];
    if (stated !== undefined && !['master', 'tempdb', 'msdb', 'model'].includes(stated.toLowerCase())) return stated;
  }
  return name;
}

function fingerprint(files: readonly ScriptFile[]): string {
  const hash = createHash('sha256');
  for (const { path, text } of files) hash.update(`${path}\0${text.length}\0${text}`);
  return hash.digest('hex');
}
