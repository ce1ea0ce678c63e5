import { statSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { Catalog, Table } from '@datamigrate/catalog';
import type { Diagnostic } from '@datamigrate/diagnostics';
import { err, ok, type Result } from '@datamigrate/foundation';
import { tableReader } from '../bacpac/read-table.js';
import { sourceDiagnostics } from '../diagnostics.js';
import { fingerprintOf } from '../files/fingerprint.js';
import { mayBeRead } from '../files/source-root.js';
import { storedIn } from '../files/stored-bytes.js';
import { DataFault, type TableData } from './table-data.js';
import { listDataFiles, tableFiles } from './table-files.js';

/** A folder that somebody named for its rows. */
export interface DataFolder {
  readonly data: readonly TableData[];
  /** Files that are called like no table. */
  readonly diagnostics: readonly Diagnostic[];
  /** Of the whole content. */
  readonly fingerprint: string;
}

const PACKED = /\.bcp$/i;

/** The data files of a folder: `schema.table.csv` with the names of columns in the first line, or `schema.table.bcp`. */
export async function openDataFolder(folder: string, { tables }: Catalog): Promise<Result<DataFolder, Diagnostic>> {
  const found = await stat(folder).catch(() => undefined);
  if (!found?.isDirectory()) return err(sourceDiagnostics.create('source-data-folder', { folder }));
  const files = await listDataFiles(folder, /\.(?:csv(?:\.gz)?|bcp)$/i);
  const packed = files.filter((file) => PACKED.test(file));
  const text = files.filter((file) => !PACKED.test(file));
  const data = tableFiles(folder, text, tables);
  const filled = new Set(data.map(({ table }) => table));
  const rest = tables.filter((table) => !filled.has(table));
  data.push(...tableFiles(folder, packed, rest, packedData));
  const used = new Set(data.map(({ origin }) => origin));
  return ok({
    data,
    diagnostics: files
      .filter((file) => !used.has(file))
      .map((file) => sourceDiagnostics.create('source-data-unnamed', { file })),
    fingerprint: await fingerprintOf([], { folder, files }),
  });
}

/** Rows in the binary form in which `bcp -N` and SqlPackage write them. */
function packedData(table: Table, path: string, file: string): TableData {
  return {
    table,
    origin: file,
    open: ({ columns }) => {
      if (!mayBeRead(path) || !statSync(path, { throwIfNoEntry: false })?.isFile())
        throw new DataFault('it cannot be read');
      const file = storedIn(path);
      const reader = tableReader(columns, file);
      return { columns: reader.columns, form: 'typed', rows: reader.rows(file) };
    },
  };
}
