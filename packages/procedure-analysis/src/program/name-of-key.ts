import type { QualifiedName } from '@datamigrate/catalog';

/** The name behind `schema.name`, the key of a table of the database; names of tables may have dots, those of schemas hardly. */
export function nameOfKey(key: string): QualifiedName {
  const dot = key.indexOf('.');
  return { schema: key.slice(0, dot), name: key.slice(dot + 1) };
}
