import { type Catalog, type ModuleDependencies, objectKey } from '@datamigrate/catalog';
import type { CatalogDocument, Inventory } from '@datamigrate/contracts';
import type { Diagnostic } from '@datamigrate/diagnostics';
import { ok, type Result } from '@datamigrate/foundation';
import { type LoadedScripts, referencesOf } from '@datamigrate/tsql-engine';
import { catalogDocument } from './catalog/catalog-document.js';
import { countObjects } from './catalog/inventory.js';
import { loadSource } from './loading/load-source.js';
import type { LoadEnvironment } from './loading/prepare-source.js';
import { openSource } from './open-source.js';
import type { Source } from './source.js';

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
  const definitions =
    rowCount === undefined || environment.sample !== undefined ? source.value : { ...source.value, data: [] };
  const loaded = await loadSource(definitions, path, environment);
  if (!loaded.ok) return loaded;
  const { catalog, database } = loaded.value;
  const counted = sum(catalog.tables.map(({ schema, name }) => database.rows(schema, name)?.length ?? 0));
  return ok(extractedFrom(source.value, loaded.value, rowCount ?? counted));
}

/** What there is to say about a source that was run. */
export function extractedFrom(
  source: Source,
  loaded: Pick<LoadedScripts, 'catalog' | 'database' | 'diagnostics'>,
  rows: number,
): Extracted {
  const catalog = { ...loaded.catalog, ...source.counted, ...dependenciesOf(loaded) };
  return {
    document: catalogDocument(source, { ...loaded, catalog }),
    objects: countObjects(catalog),
    columns: sum(catalog.tables.map(({ columns }) => columns.length)),
    rows,
    notes: [...source.diagnostics, ...loaded.diagnostics].filter(({ severity }) => severity === 'info'),
  };
}

/** From the texts; where a server says more, that was told when it was loaded. */
function dependenciesOf({
  catalog,
  database,
}: Pick<LoadedScripts, 'catalog' | 'database'>): Pick<Catalog, 'dependencies'> {
  const dependencies = catalog.modules.flatMap((module): readonly ModuleDependencies[] => {
    const on = [...referencesOf(database, module), ...(module.on ? [module.on] : [])];
    const named = [...new Map(on.map((each) => [objectKey(each), each])).values()];
    return named.length > 0 ? [{ schema: module.schema, name: module.name, on: named }] : [];
  });
  return dependencies.length > 0 ? { dependencies } : {};
}

const sum = (counts: readonly number[]): number => counts.reduce((total, count) => total + count, 0);
