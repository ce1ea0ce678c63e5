import { snakeCase } from '../naming/snake-case.js';
import type { ProjectSpec, SourceSpec, SourceTableSpec } from '../spec/project-spec.js';
import type { ExistingProject, ExistingSource } from './existing-project.js';
import { mapTexts } from './map-texts.js';

interface Reused {
  readonly spec: ProjectSpec;
  readonly reused: readonly { readonly ours: string; readonly theirs: string }[];
}

/**
 * Reads tables through the sources that the project declares already. A source that is declared twice is two nodes for
 * one table: freshness, tests and lineage part there. Tables that it does not declare stay sources of ours.
 */
export function reuseSources(spec: ProjectSpec, { sources: theirs }: ExistingProject): Reused {
  const calls = new Map<string, string>();
  const sources = spec.sources.flatMap((source): SourceSpec[] => {
    const tables = source.tables.filter((table) => {
      const found = sameTable(source, table, theirs);
      if (found) calls.set(callOf(source.name, table.name), callOf(found.source, found.table));
      return !found;
    });
    return tables.length === 0 ? [] : [{ ...source, tables }];
  });
  // Their sources of our names declare other tables: ours take a name of their own.
  const taken = new Set(theirs.map(({ name }) => name));
  const renamed = sources.map((source) => {
    if (!taken.has(source.name)) return source;
    const name = `${source.name}_migrated`;
    for (const table of source.tables) calls.set(callOf(source.name, table.name), callOf(name, table.name));
    return { ...source, name, schema: source.schema ?? source.name };
  });
  const reused = [...calls]
    .map(([ours, to]) => ({ ours, theirs: to }))
    .filter(({ theirs: to }) => !renamed.some(({ name }) => to.startsWith(`source('${name}',`)));
  const mapped = mapTexts({ ...spec, sources: renamed }, (text) =>
    text.replaceAll(/\bsource\('[^']+', '[^']+'\)/g, (call) => calls.get(call) ?? call),
  );
  return { spec: mapped, reused };
}

const callOf = (source: string, table: string): string => `source('${source}', '${table}')`;

function sameTable(
  { name, schema = name }: SourceSpec,
  table: SourceTableSpec,
  theirs: readonly ExistingSource[],
): { readonly source: string; readonly table: string } | undefined {
  for (const source of theirs) {
    if (!isSame(source.schema, schema)) continue;
    const found = source.tables.find(({ identifier }) => isSame(identifier, table.identifier ?? table.name));
    if (!found) continue;
    // A loader may have given columns other names; then it is not the table that our models read.
    const stated = new Set(found.columns.map((column) => column.toLowerCase()));
    if (stated.size > 0 && table.columns.some((column) => !stated.has(column.name.toLowerCase()))) continue;
    return { source: source.name, table: found.name };
  }
  return undefined;
}

/** Warehouses fold the case of names, and loaders write them in snake case. */
const isSame = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase() || snakeCase(a) === snakeCase(b);
