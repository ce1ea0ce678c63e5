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
import { listDataFiles, tableFiles } from '../data/table-files.js';
import { sourceDiagnostics } from '../diagnostics.js';
import type { Source } from '../source.js';
import { Breath } from './breath.js';
import { loadRows } from './load-rows.js';

export interface LoadEnvironment {
  /** Milliseconds since 1970, UTC: what GETDATE() gives while the scripts run. */
  readonly now: number;
  /** A clock that goes on, for a database that is used afterwards. */
  readonly clock?: () => number;
  /** How many statements one statement of a script may run, and how many rows it may go through. */
  readonly limits?: { readonly statements: number; readonly rows: number };
  /** Stops loading between two statements. */
  readonly signal?: AbortSignal;
}

/** Runs a source in memory: what it defines, and its rows. */
export async function loadSource(
  source: Source,
  path: string,
  environment: LoadEnvironment,
): Promise<Result<LoadedTemplate, Diagnostic>> {
  const options = engineOptions(source, environment);
  const breath = new Breath(setImmediate, environment.signal);
  const cancelled = (): Result<never, Diagnostic> => err(sourceDiagnostics.create('source-cancelled', { path }));
  const loaded = await runScripts(source, options, breath);
  if (!loaded) return cancelled();
  const { tables, modules } = loaded.catalog;
  if (tables.length + modules.length === 0) return err(sourceDiagnostics.create('source-no-objects', { path }));
  const data = [...source.data, ...(await besideScripts(source, loaded))];
  const found = await loadRows(loaded.database, data, breath).finally(() => source.close?.());
  if (!found) return cancelled();
  return ok({
    ...loaded,
    diagnostics: [...loaded.diagnostics, ...found],
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
