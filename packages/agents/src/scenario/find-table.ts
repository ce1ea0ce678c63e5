import type { CatalogIndex, Table } from '@datamigrate/catalog';

/** A table by its name as people write it. */
export function findTable(catalog: CatalogIndex, written: string): Table | undefined {
  const parts = [...written.matchAll(/\[((?:[^\]]|\]\])+)\]|"([^"]+)"|([^.\s]+)/g)];
  const names = parts.map(([, brackets, quotes, plain]) => brackets?.replaceAll(']]', ']') ?? quotes ?? plain ?? '');
  const name = names.at(-1);
  if (name === undefined) return undefined;
  const found = catalog.object(name, names.at(-2) ?? 'dbo');
  return found?.kind === 'table' ? found.table : undefined;
}
