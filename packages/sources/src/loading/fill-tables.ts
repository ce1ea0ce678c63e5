import { displayName, objectKey, type QualifiedName } from '@datamigrate/catalog';
import type { Diagnostic } from '@datamigrate/diagnostics';
import type { LoadedScripts } from '@datamigrate/tsql-engine';
import type { DataFolder } from '../data/data-folder.js';
import type { TableData } from '../data/table-data.js';
import type { Source } from '../source.js';
import { loadRows } from './load-rows.js';
import type { PreparedSource } from './prepare-source.js';
import type { RowChoice, RowOrigin } from './row-choice.js';

/** The rows to be loaded when the scripts have run. Files that somebody named come before all others. */
export function dataOf(
  source: Source,
  { kind }: RowChoice,
  folder: DataFolder | undefined,
  beside: readonly TableData[],
): readonly TableData[] {
  if (kind === 'none') return [];
  const own = source.kind === 'server' && kind !== 'source' ? [] : [...source.data, ...beside];
  const named = new Set(folder?.data.map(({ table }) => objectKey(table)));
  return [...(folder?.data ?? []), ...own.filter(({ table }) => !named.has(objectKey(table)))];
}

/** Rows of a file stand for all rows of the table, and none is none: what scripts have inserted goes. */
export function dropReplaced(
  { database, catalog }: LoadedScripts,
  source: Source,
  { kind }: RowChoice,
  data: readonly TableData[],
): void {
  const named = kind === 'folder' ? new Set(data.map(({ table }) => objectKey(table))) : new Set<string>();
  for (const table of catalog.tables) {
    if (kind === 'none' || (named.has(objectKey(table)) && fromFile(source, data, table)))
      database.store(table)?.adopt([]);
  }
}

export interface FilledTables {
  readonly diagnostics: readonly Diagnostic[];
  readonly origins: ReadonlyMap<string, RowOrigin>;
}

/** Loads rows and tells where those of each table are from. Undefined when it was interrupted. */
export async function fillTables(
  { loaded: { database, catalog }, data, breath, sampled, masked }: PreparedSource,
  source: Source,
): Promise<FilledTables | undefined> {
  const hasRows = ({ schema, name }: QualifiedName): boolean => (database.rows(schema, name)?.length ?? 0) > 0;
  // Rows of a sample are there already.
  const diagnostics = sampled ? [] : await loadRows(database, data, breath).finally(() => source.close?.());
  if (!diagnostics) return undefined;
  const byTable = new Map(data.map((each) => [objectKey(each.table), each]));
  const origins = new Map(
    catalog.tables.map((table): [string, RowOrigin] => {
      const key = objectKey(table);
      const own = byTable.get(key);
      if (!hasRows(table)) return [displayName(table), { from: 'none' }];
      const origin: RowOrigin = own ? originOf(source, table, own.origin) : { from: 'scripts' };
      return [
        displayName(table),
        {
          ...origin,
          ...(sampled?.partial.has(key) ? { sampled: true } : {}),
          ...(masked.has(key) ? { masked: true } : {}),
        },
      ];
    }),
  );
  return { diagnostics, origins };
}

const isOwn = (source: Source, table: QualifiedName, origin: string): boolean =>
  source.data.some((each) => objectKey(each.table) === objectKey(table) && each.origin === origin);

function fromFile(source: Source, data: readonly TableData[], table: QualifiedName): boolean {
  const found = data.find((each) => objectKey(each.table) === objectKey(table));
  return found !== undefined && !isOwn(source, table, found.origin);
}

function originOf(source: Source, table: QualifiedName, origin: string): RowOrigin {
  if (!isOwn(source, table, origin)) return { from: 'file', file: origin };
  return { from: source.kind === 'server' ? 'connection' : source.kind === 'bacpac' ? 'package' : 'file' };
}
