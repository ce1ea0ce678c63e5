import { byObjectKey, type Catalog, displayName, type Module, objectKey, type Table } from '@datamigrate/catalog';
import type { Bound } from '@datamigrate/tsql-binder';
import type { ModuleReader } from './module-facts.js';

interface ById {
  readonly tables: ReadonlyMap<string, Table>;
  readonly modules: ReadonlyMap<string, Module>;
  /** By ids in lower case, as what modules read is called. */
  readonly tablesRead: ReadonlyMap<string, Table>;
  readonly modulesRead: ReadonlyMap<string, Module>;
}

const known = new WeakMap<Catalog, ById>();

function byId(catalog: Catalog): ById {
  const found = known.get(catalog);
  if (found) return found;
  const made = {
    tables: new Map(catalog.tables.map((table) => [displayName(table), table])),
    modules: new Map(catalog.modules.map((module) => [displayName(module), module])),
    tablesRead: byObjectKey(catalog.tables),
    modulesRead: byObjectKey(catalog.modules),
  };
  known.set(catalog, made);
  return made;
}

// Looked up for every object of an estate: never by going through all of them.

export const tableById = (catalog: Catalog, id: string): Table | undefined => byId(catalog).tables.get(id);

export const moduleById = (catalog: Catalog, id: string): Module | undefined => byId(catalog).modules.get(id);

/** The table of that name in lower case. */
export const tableRead = (catalog: Catalog, name: string): Table | undefined => byId(catalog).tablesRead.get(name);

/** The module of that name in lower case. */
export const moduleRead = (catalog: Catalog, name: string): Module | undefined => byId(catalog).modulesRead.get(name);

/** The query of a view, by its name in lower case. */
export function viewQueries(catalog: Catalog, reader: ModuleReader): (view: string) => Bound.BoundQuery | undefined {
  return (view) => {
    const module = moduleRead(catalog, view);
    return module && reader.read(module).view?.query;
  };
}

const writers = new WeakMap<ModuleReader, ReadonlyMap<string, readonly Module[]>>();

/** The procedures that write a table, in the order of the catalog; the table by its id in lower case. */
export function writersOf(catalog: Catalog, reader: ModuleReader, table: string): readonly Module[] {
  const found = writers.get(reader) ?? writersByTable(catalog, reader);
  writers.set(reader, found);
  return found.get(table) ?? [];
}

function writersByTable(catalog: Catalog, reader: ModuleReader): ReadonlyMap<string, readonly Module[]> {
  const made = new Map<string, Module[]>();
  for (const module of catalog.modules) {
    const { analysis, partOf } = reader.read(module);
    if (partOf) continue;
    for (const { table } of analysis?.tables ?? []) {
      const key = objectKey(table.object);
      const group = made.get(key);
      if (group) group.push(module);
      else made.set(key, [module]);
    }
  }
  return made;
}
