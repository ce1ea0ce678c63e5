import { basename } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { Diagnostic } from '@datamigrate/diagnostics';
import { err, ok, type Result } from '@datamigrate/foundation';
import {
  type LoadedScripts,
  type LoadedTemplate,
  type LoadOptions,
  loadScripts,
  loadSteps,
} from '@datamigrate/tsql-engine';
import { writeDefinitions } from '../catalog/write-definitions.js';
import { performBulkInsert } from '../data/bulk-insert.js';
import { openDataFolder } from '../data/data-folder.js';
import { listDataFiles, tableFiles } from '../data/table-files.js';
import { sourceDiagnostics } from '../diagnostics.js';
import type { Source } from '../source.js';
import { Breath } from './breath.js';
import { dataOf, fillTables } from './fill-tables.js';
import { calledByJobs } from './job-calls.js';
import type { RowChoice, RowOrigin } from './row-choice.js';

export interface LoadEnvironment {
  /** Milliseconds since 1970, UTC: what GETDATE() gives while the scripts run. */
  readonly now: number;
  /** A clock that goes on, for a database that is used afterwards. */
  readonly clock?: () => number;
  /** How many statements one statement of a script may run, and how many rows it may go through. */
  readonly limits?: { readonly statements: number; readonly rows: number };
  /** Those that the source has, where nothing is said. */
  readonly rows?: RowChoice;
  /** Stops loading between two statements. */
  readonly signal?: AbortSignal;
}

/** A source that was run, and where the rows of its tables come from. */
export interface LoadedSource extends LoadedTemplate {
  /** By table, as `schema.name`. */
  readonly origins: ReadonlyMap<string, RowOrigin>;
  /** Of the data files that somebody named. */
  readonly dataFingerprint?: string;
}

/** Runs a source in memory: what it defines, and its rows. */
export async function loadSource(
  source: Source,
  path: string,
  environment: LoadEnvironment,
): Promise<Result<LoadedSource, Diagnostic>> {
  const choice = environment.rows ?? { kind: 'source' };
  if (choice.kind === 'source' && choice.connection && source.kind !== 'server')
    return err(sourceDiagnostics.create('source-data-no-connection', { source: path }));
  const options = engineOptions(source, environment);
  const breath = new Breath(setImmediate, environment.signal);
  const cancelled = (): Result<never, Diagnostic> => err(sourceDiagnostics.create('source-cancelled', { path }));
  const loaded = await runScripts(source, options, breath);
  if (!loaded) return cancelled();
  const { tables, modules } = loaded.catalog;
  if (tables.length + modules.length === 0) return err(sourceDiagnostics.create('source-no-objects', { path }));
  const named = choice.kind === 'folder' ? await openDataFolder(choice.folder, loaded.catalog) : undefined;
  if (named && !named.ok) {
    await source.close?.();
    return named;
  }
  const folder = named?.value;
  const data = dataOf(source, choice, folder, await besideScripts(source, loaded));
  const found = await fillTables(loaded, source, choice, data, breath);
  if (!found) return cancelled();
  return ok({
    ...loaded,
    called: [...loaded.called, ...calledByJobs(loaded.catalog)],
    catalog: source.usage ? { ...loaded.catalog, usage: source.usage } : loaded.catalog,
    diagnostics: [...loaded.diagnostics, ...(folder?.diagnostics ?? []), ...found.diagnostics],
    origins: found.origins,
    ...(folder ? { dataFingerprint: folder.fingerprint } : {}),
    create: () => loaded.database.copy(() => loadScripts(writeDefinitions(loaded.catalog), options).database.builder),
  });
}

function engineOptions({ database, settings, folder }: Source, { now, clock, limits }: LoadEnvironment): LoadOptions {
  const { collation, ...rest } = settings;
  return {
    name: database,
    ...(collation === undefined ? {} : { collation }),
    settings: rest,
    ...(limits ? { statementLimit: limits.statements, rowLimit: limits.rows } : {}),
    now: clock ?? (() => now),
    ...(folder === undefined
      ? {}
      : { perform: (node, target, script) => performBulkInsert(node, target, folder, script) }),
  };
}

/** Undefined when it was interrupted. */
async function runScripts(source: Source, options: LoadOptions, breath: Breath): Promise<LoadedScripts | undefined> {
  const steps = loadSteps(source.scripts, options);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
    if (!(await breath.take())) return undefined;
  }
}

/** Data files called like tables that no script has filled, or has tried to. */
async function besideScripts({ kind, folder, files: texts }: Source, { database, catalog }: LoadedScripts) {
  if (kind !== 'scripts' || folder === undefined) return [];
  const files = await listDataFiles(folder);
  if (files.length === 0) return [];
  const named = (file: string): boolean => {
    const name = basename(file).replace(/\.gz$/i, '').toLowerCase();
    return texts.some(({ text }) => text.toLowerCase().includes(name));
  };
  return tableFiles(
    folder,
    files.filter((file) => !named(file)),
    catalog.tables.filter(({ schema, name }) => database.rows(schema, name)?.length === 0),
  );
}
