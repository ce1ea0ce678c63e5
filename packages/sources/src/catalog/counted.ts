import type { Catalog } from '@datamigrate/catalog';

/** The part of a catalog that only a server can tell. */
export function countedIn({ usage, sizes }: Catalog): Pick<Catalog, 'usage' | 'sizes'> {
  return { ...(usage ? { usage } : {}), ...(sizes ? { sizes } : {}) };
}
