import type { Module, QualifiedName } from '@datamigrate/catalog';
import type { Database } from '../database/database.js';
import { namesIn } from './names-in-module.js';

/** Objects of the database that the text of a module names, as the binder finds them; its own name is left out. */
export function referencesOf({ binder }: Database, module: Module): readonly QualifiedName[] {
  const found = new Map<string, QualifiedName>();
  for (const { database, schema, name } of namesIn(binder.parse(module).statement, module)) {
    if (database !== undefined) continue;
    const object = binder.catalog.object(name, schema ?? module.schema) ?? binder.catalog.object(name, schema);
    if (!object) continue;
    const { schema: own, name: called } =
      object.kind === 'table'
        ? object.table
        : object.kind === 'module'
          ? object.module
          : object.kind === 'synonym'
            ? object.synonym
            : object.sequence;
    found.set(binder.catalog.fold(`${own}.${called}`), { schema: own, name: called });
  }
  return [...found.values()];
}
