import type { CatalogIndex, Table } from '@datamigrate/catalog';

/** A table by its name as people write it. */
export function findTable(catalog: CatalogIndex, written: string): Table | undefined {
  const parts = [...written.matchAll(/\[((?:[^\]]|\]\])+)\]|"([^"]+)"|([^.\s]+)/g)];
  const names = parts.map(([, brackets, quotes, plain]) => brackets?.replaceAll(']]', ']') ?? quotes ?? plain ?? '');
  const name = names.at(-1);
  if (name === undefined) return undefined;
  const schema = names.at(-2) ?? 'dbo';
  const database = names.at(-3);
  const found = catalog.object(name, database === undefined ? schema : catalog.schemaIn(database, schema));
  return found?.kind === 'table' ? found.table : undefined;
}
