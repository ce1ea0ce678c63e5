import { join, relative, sep } from 'node:path';
import type { Diagnostic } from '@datamigrate/diagnostics';
import { ok, type Result } from '@datamigrate/foundation';
import { listDataFiles } from '../data/table-files.js';
import { sourceDiagnostics } from '../diagnostics.js';
import type { Source } from '../source.js';
import { type ExpandedScript, expandScript } from '../sqlcmd/expand-script.js';
import type { Renaming } from '../sqlcmd/rename-database.js';
import { fingerprintOf } from './fingerprint.js';
import { readScriptFiles, type ScriptFile, type ScriptFiles } from './script-files.js';
import { placesFirst } from './script-order.js';

/** A .sql file or a folder of them, as sqlcmd would run each of them; the database may be given another name. */
export async function openScripts(path: string, database?: string): Promise<Result<Source, Diagnostic>> {
  const read = await readScriptFiles(path);
  if (!read.ok) return read;
  const { folder, diagnostics } = read.value;
  const asWritten = await expandFiles(read.value);
  const stated = statedName(filesOf(asWritten));
  const renaming =
    database === undefined || stated === undefined || stated === database ? undefined : { from: stated, to: database };
  const run = renaming ? await expandFiles(read.value, renaming) : asWritten;
  const names = filesOf(run);
  const data = await listDataFiles(folder);
  return ok({
    kind: 'scripts',
    database: database ?? stated ?? read.value.name,
    settings: {},
    scripts: run.flatMap(({ script }) => script.scripts),
    files: names,
    data: [],
    folders: [{ path: folder, prefix: '', tableFiles: true }],
    fingerprint: await fingerprintOf(names, { folder, files: data }),
    diagnostics: [
      ...diagnostics,
      ...(renaming ? [sourceDiagnostics.create('source-database-renamed', { ...renaming })] : []),
      ...run.flatMap(({ script }) => script.diagnostics),
    ],
  });
}

/** The scripts that run, in their order, with all that they include. */
async function expandFiles({ folder, files }: ScriptFiles, renaming?: Renaming): Promise<readonly ExpandedFile[]> {
  const display = (full: string): string => relative(folder, full).split(sep).join('/');
  const expanded: ExpandedFile[] = [];
  for (const file of files) {
    const path = join(folder, file.path);
    const variables = new Map<string, string>();
    const options = { path, root: folder, display, variables, strict: false, renaming };
    expanded.push({ path, script: await expandScript(file.text, options) });
  }
  return placesFirst(withoutIncluded(expanded), ({ script }) =>
    script.included.length === 0 ? script.files[0]?.text : undefined,
  );
}

function filesOf(run: readonly ExpandedFile[]): readonly ScriptFile[] {
  return [...new Map(run.flatMap(({ script }) => script.files.map((file) => [file.path, file] as const))).values()];
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

/** What CREATE DATABASE or USE says first. */
function statedName(files: readonly ScriptFile[]): string | undefined {
  for (const { text } of files) {
    if (!/\b(?:CREATE\s+DATABASE|USE)\b/i.test(text)) continue;
    for (const found of text.slice(0, LONGEST_PREAMBLE).replace(COMMENTS_AND_STRINGS, ' ').matchAll(NAMED)) {
      const stated = found[1] ?? found[2] ?? found[3] ?? '';
      if (!SYSTEM_DATABASES.includes(stated.toLowerCase())) return stated;
    }
  }
  return undefined;
}

const SYSTEM_DATABASES = ['', 'master', 'tempdb', 'msdb', 'model'];
/** Who says which database is meant says it at the beginning. */
const LONGEST_PREAMBLE = 100_000;
