import type { QualifiedName } from '@datamigrate/catalog';
import type { Diagnostic } from '@datamigrate/diagnostics';
import { ok, type Result } from '@datamigrate/foundation';
import { DataFault, type TableData } from '../data/table-data.js';
import { openPackage } from '../package/open-dacpac.js';
import type { Zip } from '../package/read-zip.js';
import type { Source } from '../source.js';
import { tableReader } from './read-table.js';

/** A package with the rows of its tables: what SqlPackage exports. */
export async function openBacpac(path: string): Promise<Result<Source, Diagnostic>> {
  const opened = await openPackage(path, 'bacpac');
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
      const files = names.map((name) => () => unpacked(zip, name));
      const first = firstFilled(files);
      const reader = tableReader(columns, first);
      return { columns: reader.columns, form: 'typed', rows: allRows(reader, files) };
    },
  };
}

function firstFilled(files: readonly (() => Uint8Array)[]): Uint8Array {
  for (const read of files) {
    const bytes = read();
    if (bytes.length > 0) return bytes;
  }
  return new Uint8Array();
}

function* allRows(reader: ReturnType<typeof tableReader>, files: readonly (() => Uint8Array)[]) {
  for (const read of files) yield* reader.rows(read());
}

function unpacked(zip: Zip, name: string): Uint8Array {
  const bytes = zip.read(name);
  if (!bytes) throw new DataFault(`${name} is damaged`);
  return bytes;
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
