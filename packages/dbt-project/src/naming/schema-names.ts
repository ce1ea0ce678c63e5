import type { Catalog } from '@datamigrate/catalog';
import { projectName } from './project-name.js';
import { snakeCase } from './snake-case.js';

/** The schema that everything is in unless somebody thought about it: its name tells nothing. */
const DEFAULT_SCHEMA = /^(?:(.*)\.)?dbo$/i;

/**
 * What the schemas of a database are called in a project, as sources and folders: `dbo` like its database, which is the
 * source system, unless that name is none or another schema has it; the others as they are.
 */
export function schemaNames({ schemas, database }: Pick<Catalog, 'schemas' | 'database'>): (schema: string) => string {
  const plain = new Set(schemas.map(snakeCase));
  return (schema) => {
    const found = DEFAULT_SCHEMA.exec(schema);
    const system = found === null ? '' : (found[1] ?? database.name);
    const name = snakeCase(system);
    const usable = system !== '' && /^[a-z]/.test(name) && projectName(system) === name && !plain.has(name);
    return usable ? name : snakeCase(schema);
  };
}
