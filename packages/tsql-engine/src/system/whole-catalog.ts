import type { Catalog } from '@datamigrate/catalog';

/** Of what one of several databases holds: the catalog of all of them. Numbers are those that objects have among all. */
const WHOLES = new WeakMap<Catalog, Catalog>();

export const wholeOf = (catalog: Catalog): Catalog => WHOLES.get(catalog) ?? catalog;

const PARTS = new WeakMap<Catalog, Map<string | undefined, Catalog>>();

/**
 * What belongs to one database of a catalog: to the catalog's own, or to the other one that is named. Schemas keep the
 * names that they have in the whole: `Staging.web`.
 */
export function partOf(whole: Catalog, name: string | undefined): Catalog {
  const parts = PARTS.get(whole) ?? new Map<string | undefined, Catalog>();
  PARTS.set(whole, parts);
  const known = parts.get(name);
  if (known) return known;
  const belongs = (schema: string): boolean => databaseOf(whole, schema) === name;
  const own = <T extends { readonly schema: string }>(objects: readonly T[]): T[] =>
    objects.filter(({ schema }) => belongs(schema));
  const part: Catalog = {
    ...whole,
    database: { ...whole.database, ...(name === undefined ? {} : { name }) },
    schemas: whole.schemas.filter(belongs),
    aliasTypes: own(whole.aliasTypes),
    tableTypes: own(whole.tableTypes),
    tables: own(whole.tables),
    modules: own(whole.modules),
    synonyms: own(whole.synonyms),
    sequences: own(whole.sequences),
  };
  parts.set(name, part);
  WHOLES.set(part, whole);
  return part;
}

export function databaseOf({ otherDatabases }: Catalog, schema: string): string | undefined {
  const folded = schema.toLowerCase();
  return otherDatabases?.find((name) => folded.startsWith(`${name.toLowerCase()}.`));
}

/** What a schema is called in its own database: `web` for `Staging.web`. */
export function ownSchema(catalog: Catalog, schema: string): string {
  const database = databaseOf(catalog, schema);
  return database === undefined ? schema : schema.slice(database.length + 1);
}
