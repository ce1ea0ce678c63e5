import { type Catalog, displayName, type Module, objectKey } from '@datamigrate/catalog';
import type { ModuleReader } from '../assessment/module-facts.js';
import { agentDiagnostics } from '../diagnostics.js';
import { writersByTable } from './decisions.js';

/**
 * Procedures that write the same table, and stand for loads that run one after the other, become the work of the first
 * of them. `called` are names of procedures in the order in which something calls them, in lower case.
 */
export function combineWriters(catalog: Catalog, reader: ModuleReader, called: readonly string[]): void {
  const orders = [called, ...orchestrations(catalog, reader)];
  for (const group of groupsOf(writersByTable(catalog, reader))) {
    if (!group.every((module) => runsWithoutAsking(reader, module))) continue;
    const { members, because } = inOrder(group, orders, reader);
    const procedures = members.map(displayName).join(', ');
    reader.combine(members, [agentDiagnostics.create('plan-writers-combined', { procedures, because })]);
  }
}

/** Procedures that hang together by the tables that they write, in the order of the catalog. */
function groupsOf(writers: ReadonlyMap<string, readonly Module[]>): readonly (readonly Module[])[] {
  const groups = new Map<Module, Set<Module>>();
  for (const among of writers.values()) {
    if (among.length < 2) continue;
    const joined = new Set(among.flatMap((module) => [...(groups.get(module) ?? [module])]));
    for (const module of joined) groups.set(module, joined);
  }
  return [...new Set(groups.values())].map((group) => [...group]);
}

/** A load needs nobody to say which rows are meant, and gives nothing back. */
function runsWithoutAsking(reader: ModuleReader, module: Module): boolean {
  const { analysis } = reader.read(module);
  if (!analysis || analysis.reports.length > 0) return false;
  return analysis.parameters.every(
    ({ type, default: value }) => value.kind !== 'none' || type.name === 'date' || type.name.startsWith('datetime'),
  );
}

/** What procedures call, each in the order of its text. */
function orchestrations(catalog: Catalog, reader: ModuleReader): readonly (readonly string[])[] {
  return catalog.modules
    .map((module) => reader.read(module).analysis?.calls.map((name) => name.toLowerCase()) ?? [])
    .filter((calls) => calls.length > 1);
}

function inOrder(
  group: readonly Module[],
  orders: readonly (readonly string[])[],
  reader: ModuleReader,
): { readonly members: readonly Module[]; readonly because: string } {
  const stated = orders.find((order) => group.every((module) => order.includes(objectKey(module))));
  if (stated) {
    const members = [...group].sort((a, b) => stated.indexOf(objectKey(a)) - stated.indexOf(objectKey(b)));
    return { members, because: 'they are called in this order' };
  }
  return { members: readersLast(group, reader), because: 'nothing says in which order they are called' };
}

/** Who reads what another one of them writes comes behind it; otherwise the order stays. */
function readersLast(group: readonly Module[], reader: ModuleReader): readonly Module[] {
  const written = (module: Module): readonly string[] =>
    (reader.read(module).analysis?.tables ?? []).map(({ table }) => objectKey(table.object));
  const waitsFor = (module: Module, other: Module): boolean => {
    const { reads } = reader.read(module);
    const own = new Set(written(module));
    return other !== module && written(other).some((table) => reads.has(table) && !own.has(table));
  };
  const left = [...group];
  const members: Module[] = [];
  while (left.length > 0) {
    const at = left.findIndex((module) => !left.some((other) => waitsFor(module, other)));
    members.push(...left.splice(Math.max(at, 0), 1));
  }
  return members;
}
