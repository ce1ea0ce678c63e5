import { resolve } from 'node:path';
import { displayName, objectKey } from '@datamigrate/catalog';
import type { ReportIssue, ReportObject } from '@datamigrate/contracts';
import type { Diagnostic } from '@datamigrate/diagnostics';
import { clearRefusedTargets, generateDiagnostics, generateRows } from '@datamigrate/row-generator';
import type { LoadedSource, RowChoice, RowOrigin } from '@datamigrate/sources';
import { moduleRead } from '../assessment/estate-index.js';
import type { ModuleReader } from '../assessment/module-facts.js';
import type { RunOptions } from '../run/run-options.js';
import { issueOf } from './estate.js';

/** The same rows in every run, and in every process of one. */
const SEED = 1;

type Origin = RowOrigin | { readonly from: 'generated' };

/** The rows that a run works with, and where those of each table are from. */
export interface TableRows {
  /** By table, as `schema.name`. */
  readonly origins: ReadonlyMap<string, Origin>;
  /** Tables whose rows were made up, in lower case: they say nothing about the data. */
  readonly generated: ReadonlySet<string>;
  /** Tables whose values nothing may be concluded from: those, samples, masked ones, and all where rows were left out; in lower case. */
  readonly unproven: ReadonlySet<string>;
  /** What the generator had to say, by table. */
  readonly notes: readonly Diagnostic[];
}

/** What `--data` asks for; a folder is meant as seen from the out folder. */
export function rowChoice(out: string, { data, dataPath }: RunOptions): RowChoice {
  switch (data) {
    case undefined:
      return { kind: 'source' };
    case 'live':
      return { kind: 'source', connection: true };
    case 'none':
      return { kind: 'none' };
    case 'generated':
      return { kind: 'files' };
    default:
      return { kind: 'folder', folder: resolve(out, dataPath ?? data) };
  }
}

/** Fills tables without rows, where that was asked for. */
export function completeTables({ database, origins }: LoadedSource, { data }: RunOptions): TableRows {
  const left = data === 'none' ? database.catalog.tables.map((table) => objectKey(table)) : [];
  const changed = [...origins].filter(([, { sampled, masked }]) => sampled || masked).map(([id]) => id.toLowerCase());
  if (data !== 'generated')
    return { origins, generated: new Set(), unproven: new Set([...left, ...changed]), notes: [] };
  const { tables, diagnostics } = generateRows(database, { seed: SEED });
  const filled = tables.filter(({ rows }) => rows > 0).map(({ table }) => table);
  // What scripts put into a table stays, whatever was added to it.
  const ours = tables.filter(({ wanted }) => wanted > 0).map(({ table }) => table);
  const cleared = clearRefusedTargets(database, ours);
  const empty = new Set(cleared.map(({ object }) => object));
  const made = filled.map((table) => displayName(table)).filter((table) => !empty.has(table));
  const generated = new Set(made.map((id) => id.toLowerCase()));
  return {
    origins: new Map<string, Origin>([...origins, ...made.map((id): [string, Origin] => [id, { from: 'generated' }])]),
    generated,
    unproven: new Set([...generated, ...changed]),
    notes: [...diagnostics, ...cleared],
  };
}

/** Where a table's rows are from, as the report says it. */
export function rowsOfObject(
  { origins }: TableRows,
  { database }: Pick<LoadedSource, 'database'>,
  id: string,
): ReportObject['rows'] {
  const origin = origins.get(id);
  const table = origin && database.catalog.tables.find((each) => displayName(each) === id);
  if (!origin || !table) return undefined;
  const file = 'file' in origin ? origin.file : undefined;
  const count = database.rows(table.schema, table.name)?.length ?? 0;
  return {
    from: origin.from,
    count,
    ...(file === undefined ? {} : { file }),
    ...('sampled' in origin && origin.sampled ? { sampled: true } : {}),
    ...('masked' in origin && origin.masked ? { masked: true } : {}),
  };
}

/** What a reader of the report has to know about an object: that its rows, or those that it was compared on, are made up. */
export function rowIssues(
  rows: TableRows,
  reader: ModuleReader,
  { database }: LoadedSource,
  id: string,
): ReportIssue[] {
  const { generated, notes } = rows;
  if (generated.size === 0 && notes.length === 0) return [];
  const displayNames = new Map([...rows.origins.keys()].map((name) => [name.toLowerCase(), name]));
  const issues = notes.filter(({ object }) => object === id).map((note) => issueOf(note));
  if (generated.has(id.toLowerCase())) issues.push(issueOf(generateDiagnostics.create('generate-rows', { table: id })));
  const reads = tablesBelow(database.catalog, reader, id);
  const below = [...generated]
    .filter((name) => reads.has(name))
    .map((name) => displayNames.get(name) ?? name)
    .sort();
  if (below.length > 0)
    issues.push(issueOf(generateDiagnostics.create('generate-compared', { tables: below.join(', ') })));
  return issues;
}

/** Tables that a module reads, through views, functions and the procedures that it calls too, in lower case. */
function tablesBelow(catalog: LoadedSource['catalog'], reader: ModuleReader, id: string): ReadonlySet<string> {
  const seen = new Set<string>([id.toLowerCase()]);
  const open = [id.toLowerCase()];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    const module = moduleRead(catalog, name);
    if (!module) continue;
    const { reads, inlined } = reader.read(module);
    for (const other of [...reads, ...inlined]) {
      if (seen.has(other)) continue;
      seen.add(other);
      open.push(other);
    }
  }
  seen.delete(id.toLowerCase());
  return seen;
}
