import type { Catalog, Module } from '@datamigrate/catalog';
import type { ModuleFacts } from './module-facts.js';
import { type TableWrite, writesOf } from './table-writes.js';

interface Writer {
  readonly module: Module;
  readonly facts: ModuleFacts;
  readonly writes: readonly TableWrite[];
}

/**
 * Tables in which procedures note what they do: runs, flags, cut-off times. Several procedures write them, each of them
 * single rows that it finds by a condition or makes itself. No model can own such a table; it stays a source, and dbt
 * keeps notes of its own runs. `contested` are tables that several procedures would own, both as `schema.name` in lower
 * case, `wanted` those that somebody wants to see compared. What `resets` write says nothing.
 */
export function findControlTables(
  catalog: Catalog,
  read: (module: Module) => ModuleFacts,
  contested: ReadonlyMap<string, unknown>,
  { wanted, resets }: { readonly wanted: ReadonlySet<string>; readonly resets: ReadonlySet<Module> },
): ReadonlySet<string> {
  const writers = catalog.modules
    .filter((module) => module.kind === 'procedure' && !resets.has(module))
    .map((module): Writer => {
      const facts = read(module);
      return { module, facts, writes: writesOf(facts.body?.statements) };
    });
  const byTable = new Map<string, Writer[]>();
  for (const writer of writers) {
    for (const { table } of writer.writes) {
      const known = byTable.get(table) ?? [];
      if (!known.includes(writer)) byTable.set(table, [...known, writer]);
    }
  }
  const candidates = askingEachOther(
    [...byTable].filter(([table, among]) => !wanted.has(table) && isKeptBySeveral(table, among)),
  );
  const notesOnly = ({ writes }: Writer): boolean => writes.every(({ table }) => candidates.has(table));
  return new Set(
    [...candidates].filter((table) => contested.has(table) || (byTable.get(table) ?? []).every(notesOnly)),
  );
}

/** Tables whose changes depend on nothing but themselves and each other. */
function askingEachOther(kept: readonly (readonly [string, readonly Writer[]])[]): ReadonlySet<string> {
  const tables = new Set(kept.map(([table]) => table));
  for (let before = -1; before !== tables.size; ) {
    before = tables.size;
    for (const [table, among] of kept) {
      const asks = among
        .flatMap(({ writes }) => writes.filter((write) => write.table === table))
        .flatMap((write) => write.asks);
      if (asks.some((asked) => !tables.has(asked))) tables.delete(table);
    }
  }
  return tables;
}

function isKeptBySeveral(table: string, writers: readonly Writer[]): boolean {
  const loads = writers.filter(({ facts }) => !facts.operational);
  const writes = writers.flatMap((writer) => writer.writes.filter((write) => write.table === table));
  return loads.length > 1 && writes.every(({ rowWise, inLoop, tells }) => rowWise && !inLoop && !tells);
}
