import { join, relative, sep } from 'node:path';
import type { Diagnostic } from '@datamigrate/diagnostics';
import { ok, type Result } from '@datamigrate/foundation';
import { listDataFiles } from '../data/table-files.js';
import type { Source } from '../source.js';
import { type ExpandedScript, expandScript } from '../sqlcmd/expand-script.js';
import { fingerprintOf } from './fingerprint.js';
import { readScriptFiles, type ScriptFile, type ScriptFiles } from './script-files.js';

/** A .sql file or a folder of them, as sqlcmd would run each of them. */
export async function openScripts(path: string): Promise<Result<Source, Diagnostic>> {
  const read = await readScriptFiles(path);
  if (!read.ok) return read;
  const { folder, files, diagnostics } = read.value;
  const display = (full: string): string => relative(folder, full).split(sep).join('/');
  const expanded: ExpandedFile[] = [];
  for (const file of files) {
    const full = join(folder, file.path);
    const variables = new Map<string, string>();
    expanded.push({
      path: full,
      script: await expandScript(file.text, { path: full, root: folder, display, variables, strict: false }),
    });
  }
  const run = withoutIncluded(expanded);
  const texts = new Map(run.flatMap(({ script }) => script.files.map((file) => [file.path, file] as const)));
  const names = [...texts.values()];
  const data = await listDataFiles(folder);
  return ok({
    kind: 'scripts',
    database: databaseName(read.value, names),
    settings: {},
    scripts: run.flatMap(({ script }) => script.scripts),
    files: names,
    data: [],
    folders: [{ path: folder, prefix: '', tableFiles: true }],
    fingerprint: await fingerprintOf(names, { folder, files: data }),
    diagnostics: [...diagnostics, ...run.flatMap(({ script }) => script.diagnostics)],
  });
}

interface ExpandedFile {
  readonly path: string;
  readonly script: ExpandedScript;
}

/** What another script includes runs where that one says. Of scripts that include each other the first one runs. */
function withoutIncluded(files: readonly ExpandedFile[]): readonly ExpandedFile[] {
  const named = new Set(files.flatMap(({ script }) => script.included));
  const run = new Set(files.filter(({ path }) => !named.has(path)));
  const reached = new Set([...run].flatMap(({ script }) => script.included));
  for (const file of files) {
    if (run.has(file) || reached.has(file.path)) continue;
    run.add(file);
    for (const path of file.script.included) reached.add(path);
  }
  return files.filter((file) => run.has(file));
}

const COMMENTS_AND_STRINGS = /--[^\n]*|\/\*[\s\S]*?\*\/|'(?:[^']|'')*'/g;
const NAMED = /^\s*(?:CREATE\s+DATABASE|USE)\s+(?:\[([^\]]+)\]|"([^"]+)"|([\p{L}_][\p{L}\p{N}_]*))/gimu;

/** What CREATE DATABASE or USE says first; otherwise the name of the folder or file. */
export function databaseName({ name }: Pick<ScriptFiles, 'name'>, files: readonly ScriptFile[]): string {
  for (const { text } of files) {
    if (!/\b(?:CREATE\s+DATABASE|USE)\b/i.test(text)) continue;
    for (const found of text.slice(0, LONGEST_PREAMBLE).replace(COMMENTS_AND_STRINGS, ' ').matchAll(NAMED)) {
      const stated = found[1] ?? found[2] ?? found[3] ?? '';
      if (!SYSTEM_DATABASES.includes(stated.toLowerCase())) return stated;
    }
  }
  return name;
}

const SYSTEM_DATABASES = ['', 'master', 'tempdb', 'msdb', 'model'];
/** Who says which database is meant says it at the beginning. */
const LONGEST_PREAMBLE = 100_000;
