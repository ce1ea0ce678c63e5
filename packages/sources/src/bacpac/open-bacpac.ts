import type { QualifiedName } from '@datamigrate/catalog';
import type { Diagnostic } from '@datamigrate/diagnostics';
import { ok, type Result } from '@datamigrate/foundation';
import { DataFault, type TableData } from '../data/table-data.js';
import { held, type StoredBytes } from '../files/stored-bytes.js';
import { openPackage } from '../package/open-dacpac.js';
import type { Zip } from '../package/read-zip.js';
import type { Source } from '../source.js';
import { tableReader } from './read-table.js';

/** A package with the rows of its tables: what SqlPackage exports. */
export async function openBacpac(path: string, database?: string): Promise<Result<Source, Diagnostic>> {
  const opened = await openPackage(path, 'bacpac', database);
  if (!opened.ok) return opened;
  const { source, zip } = opened.value;
  return ok({ ...source, data: tableData(zip) });
}

const DATA_FILE = /^Data\/(.+)\/TableData-[^/]*\.BCP$/i;

function tableData(zip: Zip): readonly TableData[] {
  const files = new Map<string, string[]>();
  for (const name of zip.names) {
    const folder = DATA_FILE.exec(name)?.[1];
    if (folder === undefined) continue;
    const known = files.get(folder);
    if (known) known.push(name);
    else files.set(folder, [name]);
  }
  return [...files].map(([folder, names]) => dataOf(zip, folder, names.sort()));
}

function dataOf(zip: Zip, folder: string, names: readonly string[]): TableData {
  return {
    table: tableName(folder),
    origin: `Data/${folder}`,
    open: ({ columns }) => {
      const files = names.map((name) => entryOf(zip, name));
      const reader = tableReader(columns, files.find(({ size }) => size > 0) ?? held(new Uint8Array()));
      return { columns: reader.columns, form: 'typed', rows: allRows(reader, files) };
    },
  };
}

function* allRows(reader: ReturnType<typeof tableReader>, files: readonly StoredBytes[]) {
  for (const file of files) yield* reader.rows(file);
}

function entryOf(zip: Zip, name: string): StoredBytes {
  const entry = zip.open(name);
  if (!entry) throw new DataFault(`${name} is damaged`);
  return entry;
}

/** `Sales.Order%20Details`, `[Sales].[Order Details]`: the first dot outside brackets parts schema and table. */
function tableName(folder: string): QualifiedName {
  const decoded = safelyDecoded(folder);
  const [, schema = 'dbo', name = decoded] = /^(\[(?:[^\]]|\]\])*\]|[^.]*)\.(.+)$/.exec(decoded) ?? [];
  return { schema: plain(schema), name: plain(name) };
}

const plain = (part: string): string =>
  part.startsWith('[') && part.endsWith(']') ? part.slice(1, -1).replaceAll(']]', ']') : part;

function safelyDecoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
