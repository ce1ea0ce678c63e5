import type { CatalogDocument, Inventory } from '@datamigrate/contracts';
import type { Diagnostic } from '@datamigrate/diagnostics';
import { ok, type Result } from '@datamigrate/foundation';
import { catalogDocument } from './catalog/catalog-document.js';
import { countObjects } from './catalog/inventory.js';
import { loadSource } from './loading/load-source.js';
import type { LoadEnvironment } from './loading/prepare-source.js';
import { openSource } from './open-source.js';

export interface Extracted {
  readonly document: CatalogDocument;
  readonly objects: Inventory['objects'];
  readonly columns: number;
  readonly rows: number;
  /** Notes that are no gaps: what was left out and does not matter. */
  readonly notes: readonly Diagnostic[];
}

/** Reads a source of whatever kind to its catalog. */
export async function extractSource(
  path: string,
  environment: LoadEnvironment,
): Promise<Result<Extracted, Diagnostic>> {
  const source = await openSource(path);
  if (!source.ok) return source;
  const { rowCount } = source.value;
  // The rows of a server would be read only to be counted.
  const definitions = rowCount === undefined ? source.value : { ...source.value, data: [] };
  const loaded = await loadSource(definitions, path, environment);
  if (!loaded.ok) return loaded;
  const { catalog, database, diagnostics } = loaded.value;
  const sum = (counts: readonly number[]): number => counts.reduce((total, count) => total + count, 0);
  return ok({
    document: catalogDocument(source.value, loaded.value),
    objects: countObjects(catalog),
    columns: sum(catalog.tables.map(({ columns }) => columns.length)),
    rows: rowCount ?? sum(catalog.tables.map(({ schema, name }) => database.rows(schema, name)?.length ?? 0)),
    notes: [...source.value.diagnostics, ...diagnostics].filter(({ severity }) => severity === 'info'),
  });
}
