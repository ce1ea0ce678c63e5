import { basename } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { Diagnostic } from '@datamigrate/diagnostics';
import { err, ok, type Result } from '@datamigrate/foundation';
import { type LoadedScripts, type LoadOptions, loadSteps } from '@datamigrate/tsql-engine';
import { performBulkInsert } from '../data/bulk-insert.js';
import { type DataFolder, openDataFolder } from '../data/data-folder.js';
import type { TableData } from '../data/table-data.js';
import { listDataFiles, tableFiles } from '../data/table-files.js';
import { sourceDiagnostics } from '../diagnostics.js';
import type { Masking } from '../masking/mask-rules.js';
import { maskedColumns } from '../masking/masked-columns.js';
import { maskedData, maskHeldRows } from '../masking/masked-rows.js';
import type { Source } from '../source.js';
import { Breath } from './breath.js';
import { dataOf, dropReplaced } from './fill-tables.js';
import type { RowChoice } from './row-choice.js';
import { type Sampled, sampleTables } from './sample-tables.js';

export interface LoadEnvironment {
  /** Milliseconds since 1970, UTC: what GETDATE() gives while the scripts run. */
  readonly now: number;
  /** A clock that goes on, for a database that is used afterwards. */
  readonly clock?: () => number;
  /** How many statements one statement of a script may run, and how many rows it may go through. */
  readonly limits?: { readonly statements: number; readonly rows: number };
  /** Those that the source has, where nothing is said. */
  readonly rows?: RowChoice;
  /** So many rows of each table, and those that they refer to. */
  readonly sample?: number | undefined;
  /** Values that nobody should see are replaced before anything else sees them. */
  readonly masking?: Masking | undefined;
  /** Stops loading between two statements. */
  readonly signal?: AbortSignal;
}

/** A source whose scripts have run, and the rows that are still to come. */
export interface PreparedSource {
  readonly loaded: LoadedScripts;
  readonly options: LoadOptions;
  readonly choice: RowChoice;
  readonly data: readonly TableData[];
  readonly folder: DataFolder | undefined;
  readonly breath: Breath;
  /** Tables with columns whose values were replaced, by `objectKey`. */
  readonly masked: ReadonlySet<string>;
  /** What was done to the rows: masked, sampled. */
  readonly notes: readonly Diagnostic[];
  /** Set where only a part of the rows is taken: all of them are in their tables then. */
  readonly sampled: Sampled | undefined;
}

/** Runs the scripts of a source in memory, and finds what holds its other rows. */
export async function prepareSource(
  source: Source,
  path: string,
  environment: LoadEnvironment,
): Promise<Result<PreparedSource, Diagnostic>> {
  const choice = environment.rows ?? { kind: 'source' };
  if (choice.kind === 'source' && choice.connection && source.kind !== 'server')
    return err(sourceDiagnostics.create('source-data-no-connection', { source: path }));
  const options = engineOptions(source, environment);
  const breath = new Breath(setImmediate, environment.signal);
  const loaded = await runScripts(source, options, breath);
  if (!loaded) return err(sourceDiagnostics.create('source-cancelled', { path }));
  const { tables, modules } = loaded.catalog;
  if (tables.length + modules.length === 0) return err(sourceDiagnostics.create('source-no-objects', { path }));
  const named = choice.kind === 'folder' ? await openDataFolder(choice.folder, loaded.catalog) : undefined;
  if (named && !named.ok) {
    await source.close?.();
    return named;
  }
  const folder = named?.value;
  const data = dataOf(source, choice, folder, await besideScripts(source, loaded));
  const whole = {
    loaded,
    options,
    choice,
    data,
    folder,
    breath,
    masked: new Set<string>(),
    notes: [],
    sampled: undefined,
  };
  dropReplaced(loaded, source, choice, data);
  const masked = environment.masking ? maskSource(whole, environment.masking) : ok(whole);
  if (!masked.ok) await source.close?.();
  if (!masked.ok || environment.sample === undefined || choice.kind === 'none') return masked;
  const sampled = await sampleTables(masked.value, environment.sample).finally(() => source.close?.());
  return ok({ ...masked.value, notes: [...masked.value.notes, ...sampled.diagnostics], sampled });
}

function maskSource(prepared: PreparedSource, masking: Masking): Result<PreparedSource, Diagnostic> {
  const { loaded, data } = prepared;
  const masked = maskedColumns(loaded.catalog, masking);
  if (!masked.ok) return masked;
  maskHeldRows(loaded.database, masked.value);
  return ok({
    ...prepared,
    data: data.map((each) => maskedData(each, masked.value)),
    masked: new Set(masked.value.tables.keys()),
    notes: masked.value.diagnostics,
  });
}

function engineOptions({ database, settings, folders }: Source, { now, clock, limits }: LoadEnvironment): LoadOptions {
  const { collation, ...rest } = settings;
  return {
    name: database,
    ...(collation === undefined ? {} : { collation }),
    settings: rest,
    ...(limits ? { statementLimit: limits.statements, rowLimit: limits.rows } : {}),
    now: clock ?? (() => now),
    perform: (node, target, script) => {
      const own = folders.findLast(({ prefix }) => script.startsWith(prefix));
      return own && performBulkInsert(node, target, own.path, script.slice(own.prefix.length));
    },
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
async function besideScripts({ folders, files: texts }: Source, { database, catalog }: LoadedScripts) {
  const found: TableData[] = [];
  for (const { path, database: other, tableFiles: wanted } of folders) {
    const files = wanted ? await listDataFiles(path) : [];
    if (files.length === 0) continue;
    const named = (file: string): boolean => {
      const name = basename(file).replace(/\.gz$/i, '').toLowerCase();
      return texts.some(({ text }) => text.toLowerCase().includes(name));
    };
    const start = other === undefined ? '' : `${other}.`;
    const empty = catalog.tables
      .filter(({ schema, name }) => schema.startsWith(start) && database.rows(schema, name)?.length === 0)
      .map((table) => ({ ...table, schema: table.schema.slice(start.length) }));
    const beside = tableFiles(
      path,
      files.filter((file) => !named(file)),
      empty,
    );
    found.push(...beside.map((data) => ({ ...data, table: { ...data.table, schema: start + data.table.schema } })));
  }
  return found;
}
