import { createHash } from 'node:crypto';
import { quotedIdentifier } from '@datamigrate/catalog';
import type { Diagnostic } from '@datamigrate/diagnostics';
import { ok, type Result } from '@datamigrate/foundation';
import type { Script } from '@datamigrate/tsql-engine';
import type { TableData } from './data/table-data.js';
import type { Source } from './source.js';
import { inReadingOrder, sameDatabase, scriptsAbout } from './source-order.js';

/** Between the sources of one migration, where one text stands for all of them: no path and no address holds it. */
const SEPARATOR = '\n';

/** Several sources as one argument; `splitSources` takes them apart again. */
export const joinSources = (sources: readonly string[]): string => sources.join(SEPARATOR);

export const splitSources = (source: string): readonly string[] => source.split(SEPARATOR);

/** For people. */
export const sourceText = (source: string): string => splitSources(source).join(' + ');

/**
 * Several sources as one: the first is the database, the others stand beside it under their own names. Sources that call
 * their database the same are parts of one: its tables from a package and its procedures from scripts, for example.
 */
export async function openSeveral(
  paths: readonly string[],
  open: (path: string) => Promise<Result<Source, Diagnostic>>,
): Promise<Result<Source, Diagnostic>> {
  const sources: Source[] = [];
  for (const path of paths) {
    const opened = await open(path);
    if (!opened.ok) {
      for (const source of sources) await source.close?.();
      return opened;
    }
    sources.push(opened.value);
  }
  const [first, ...others] = sources;
  if (!first || others.length === 0) throw new Error('several sources are two at least');
  return ok(combined(first, others));
}

function combined(first: Source, others: readonly Source[]): Source {
  const all = [first, ...others];
  const fingerprint = createHash('sha256');
  for (const source of all) fingerprint.update(`${source.kind}\0${source.database}\0${source.fingerprint}\0`);
  const placed = others.map((source, i) => placedBeside(first, source, i + 2));
  const known = all.every(({ rowCount }) => rowCount !== undefined);
  return {
    kind: all.every(({ kind }) => kind === first.kind) ? first.kind : 'scripts',
    database: first.database,
    settings: first.settings,
    scripts: [...scriptsInOrder(first, placed), use(first.database)],
    files: [...first.files, ...placed.flatMap(({ files }) => files)],
    data: [...first.data, ...placed.flatMap(({ data }) => data)],
    folders: all.flatMap((source, i) => (placed[i - 1] ?? source).folders),
    ...(known ? { rowCount: all.reduce((sum, { rowCount = 0 }) => sum + rowCount, 0) } : {}),
    close: async () => {
      for (const source of all) await source.close?.();
    },
    fingerprint: fingerprint.digest('hex'),
    diagnostics: all.flatMap(({ diagnostics }) => diagnostics),
    ...(all.some(({ gaps }) => gaps) ? { gaps: all.flatMap(({ gaps = [] }) => gaps) } : {}),
    ...(first.counted ? { counted: first.counted } : {}),
  };
}

/**
 * Databases that the first one reads while it is made come before it, with what its own scripts do to them alone; parts of
 * its own come behind it.
 */
function scriptsInOrder(first: Source, placed: readonly Source[]): readonly Script[] {
  const others = placed.filter((source) => !sameDatabase(source, first));
  const parts = placed.filter((source) => sameDatabase(source, first));
  const databases = inReadingOrder([first, ...others]);
  const before = databases.slice(0, databases.indexOf(first));
  const moved = before.flatMap((other) => scriptsAbout(first, other));
  const own = [
    ...first.scripts.filter((script) => !moved.includes(script)),
    ...parts.flatMap(({ scripts }) => scripts),
  ];
  return databases.flatMap((source, i) => {
    if (source !== first) return [...source.scripts, ...(i < before.length ? scriptsAbout(first, source) : [])];
    return i === 0 ? own : [use(first.database), ...own];
  });
}

/** Every database begins with the settings of a new connection. */
function use(database: string): Script {
  const settings = { ansiNulls: true, quotedIdentifier: true };
  return { name: database, text: `USE ${quotedIdentifier(database)};`, settings };
}

/** A source whose database is named in everything that it defines; its files are told apart by its number. */
function placedBeside(first: Source, source: Source, number: number): Source {
  const same = source.database.toLowerCase() === first.database.toLowerCase();
  const database = same ? first.database : source.database;
  const prefix = `${number}:${source.database}/`;
  return {
    ...source,
    database,
    scripts: [use(database), ...source.scripts.map((script) => ({ ...script, name: prefix + script.name }))],
    files: source.files.map((file) => ({ ...file, path: prefix + file.path })),
    data: source.data.map((data) => (same ? data : inDatabase(data, database))),
    folders: source.folders.map((folder) => ({ ...folder, prefix, ...(same ? {} : { database }) })),
  };
}

/** Schemas of other databases are called `Database.schema`. */
function inDatabase(data: TableData, database: string): TableData {
  const { part } = data;
  return {
    ...data,
    table: { ...data.table, schema: `${database}.${data.table.schema}` },
    ...(part ? { part: (wanted) => inDatabase(part(wanted), database) } : {}),
  };
}
