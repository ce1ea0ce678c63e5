import { createHash } from 'node:crypto';
import type { Diagnostic } from '@datamigrate/diagnostics';
import { err, ok, type Result } from '@datamigrate/foundation';
import { type LoadedTemplate, loadScripts, referencesOf } from '@datamigrate/tsql-engine';
import { writeDefinitions } from '../catalog/write-definitions.js';
import { sourceDiagnostics } from '../diagnostics.js';
import { checkDependencies } from '../live/check-dependencies.js';
import type { Source } from '../source.js';
import { fillTables } from './fill-tables.js';
import { calledByJobs } from './job-calls.js';
import { type LoadEnvironment, prepareSource } from './prepare-source.js';
import type { RowOrigin } from './row-choice.js';

/** A source that was run, and where the rows of its tables come from. */
export interface LoadedSource extends LoadedTemplate {
  /** By table, as `schema.name`. */
  readonly origins: ReadonlyMap<string, RowOrigin>;
  /** Of the data files that somebody named, and of what was asked for of the rows. */
  readonly dataFingerprint?: string;
}

/** Undefined where the rows are just those of the source. */
function rowsFingerprint(folder: string | undefined, { sample, masking }: LoadEnvironment): string | undefined {
  if (sample === undefined && masking === undefined) return folder;
  const asked = JSON.stringify([folder ?? null, sample ?? null, masking ?? null]);
  return createHash('sha256').update(asked).digest('hex');
}

/** Runs a source in memory: what it defines, and its rows. */
export async function loadSource(
  source: Source,
  path: string,
  environment: LoadEnvironment,
): Promise<Result<LoadedSource, Diagnostic>> {
  const prepared = await prepareSource(source, path, environment);
  if (!prepared.ok) return prepared;
  const { loaded, options, folder, notes } = prepared.value;
  const asked = rowsFingerprint(folder?.fingerprint, environment);
  const found = await fillTables(prepared.value, source);
  if (!found) return err(sourceDiagnostics.create('source-cancelled', { path }));
  const { database, catalog } = loaded;
  const unseen = checkDependencies(source.dependencies ?? [], database.binder.catalog, (module) =>
    referencesOf(database, module),
  );
  return ok({
    ...loaded,
    called: [...loaded.called, ...calledByJobs(catalog)],
    catalog: { ...loaded.catalog, ...source.counted },
    diagnostics: [...loaded.diagnostics, ...(folder?.diagnostics ?? []), ...notes, ...unseen, ...found.diagnostics],
    origins: found.origins,
    ...(asked ? { dataFingerprint: asked } : {}),
    create: () => loaded.database.copy(() => loadScripts(writeDefinitions(loaded.catalog), options).database),
  });
}
