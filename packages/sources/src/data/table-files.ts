import { readdir } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { type Column, displayName, type Table } from '@datamigrate/catalog';
import { splitRows } from './split-rows.js';
import { DataFault, type TableData } from './table-data.js';
import { textChunks } from './text-chunks.js';

const TEXT_FILE = /\.csv(?:\.gz)?$/i;
const DATA_FILE = /\.(?:csv(?:\.gz)?|bcp)$/i;

/** The data files of a folder and below it, relative to it; .csv files where no other kind is asked for. */
export async function listDataFiles(folder: string, kind = TEXT_FILE): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isFile() && kind.test(entry.name))
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .sort();
}

/** The files that are called like a table: `Customer.csv`, `Sales.Customer.csv` or `Sales/Customer.csv`. */
export function tableFiles(
  folder: string,
  files: readonly string[],
  tables: readonly Table[],
  dataOf: (table: Table, path: string, file: string) => TableData = csvData,
): TableData[] {
  return tables.flatMap((table): readonly TableData[] => {
    const names = [`${table.schema}.${table.name}`, `${table.schema}/${table.name}`];
    // Without the schema only if no other table has that name.
    const alone = tables.filter(({ name }) => name.toLowerCase() === table.name.toLowerCase()).length === 1;
    if (alone) names.push(table.name);
    const wanted = names.map((name) => name.toLowerCase());
    const file = files.find((path) => {
      const name = path.replace(DATA_FILE, '').toLowerCase();
      return wanted.some((each) => name === each || name.endsWith(`/${each}`));
    });
    return file === undefined ? [] : [dataOf(table, join(folder, file), file)];
  });
}

/** Rows with the names of their columns in the first line. Commas, semicolons, tabs and bars separate. */
function csvData(table: Table, path: string, file: string): TableData {
  return {
    table,
    origin: file,
    open: ({ columns }) => {
      const [beginning = ''] = textChunks(path);
      const header = readHeader(beginning, columns);
      if (!header) {
        throw new DataFault(`its first line does not name columns of ${displayName(table)}`);
      }
      const rows = splitRows(textChunks(path), { field: header.separator, row: '\n', quote: '"' });
      return { columns: header.columns, form: 'text', rows: withoutHeader(rows) };
    },
  };
}

function readHeader(text: string, columns: readonly Pick<Column, 'name'>[]) {
  const names = new Set(columns.map(({ name }) => name.toLowerCase()));
  for (const separator of [',', ';', '\t', '|']) {
    const [header = []] = splitRows(text.slice(0, text.indexOf('\n') + 1) || text, {
      field: separator,
      row: '\n',
      quote: '"',
    });
    const written = header.map((name) => name.trim());
    if (written.length > 0 && written.every((name) => names.has(name.toLowerCase()))) {
      return { separator, columns: written };
    }
  }
  return undefined;
}

function* withoutHeader(rows: Iterable<readonly string[]>): Generator<readonly (string | null)[], void, undefined> {
  let first = true;
  for (const fields of rows) {
    const blank = fields.length === 1 && fields[0] === '';
    if (!first && !blank) yield fields.map((field) => (field === '' ? null : field));
    first = false;
  }
}
