import { type Catalog, displayName, type Module } from '@datamigrate/catalog';
import type { ModuleFacts } from './module-facts.js';
import { writesOf } from './table-writes.js';

/**
 * Procedures that set a warehouse back to its beginning: they empty several tables that other procedures fill, and put
 * in nothing but rows of their own making. A full refresh of the project does that. `fillers` are the procedures that
 * write a table, by `schema.name` in lower case.
 */
export function findResets(
  catalog: Catalog,
  read: (module: Module) => ModuleFacts,
  fillers: ReadonlyMap<string, readonly Module[]>,
): ReadonlySet<Module> {
  return new Set(catalog.modules.filter((module) => module.kind === 'procedure' && isReset(module, read, fillers)));
}

function isReset(
  module: Module,
  read: (module: Module) => ModuleFacts,
  fillers: ReadonlyMap<string, readonly Module[]>,
): boolean {
  const writes = writesOf(read(module).body?.statements);
  const emptied = new Set(writes.filter(({ empties }) => empties).map(({ table }) => table));
  if (
    emptied.size < 2 ||
    writes.some(({ empties, rowWise, asks, table }) => !empties && (!rowWise || asks.length > 0) && emptied.has(table))
  )
    return false;
  const own = displayName(module);
  return [...emptied].every((table) => fillers.get(table)?.some((other) => displayName(other) !== own));
}
