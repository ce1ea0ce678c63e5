import { dirname, join } from 'node:path';
import { type Column, displayName, type Table } from '@datamigrate/catalog';
import type { Diagnostic } from '@datamigrate/diagnostics';
import { type BulkOutcome, bulkLoad, type Database, type Performed } from '@datamigrate/tsql-engine';
import type { Ast } from '@datamigrate/tsql-syntax';
import { sourceDiagnostics } from '../diagnostics.js';
import { findDataFile } from './find-data-file.js';
import { splitRows, terminator } from './split-rows.js';
import { DataFault } from './table-data.js';
import { textChunks } from './text-chunks.js';

type BulkInsert = Ast.StatementOf<'BulkInsert'>;

/**
 * BULK INSERT from a file beside the scripts. Source:
 * learn.microsoft.com/sql/t-sql/statements/bulk-insert-transact-sql
 */
export function performBulkInsert(
  node: Ast.Statement,
  database: Database,
  folder: string,
  script: string | undefined,
): Performed | undefined {
  if (node.kind !== 'BulkInsert') return undefined;
  const name = { schema: node.target.schema?.name ?? 'dbo', name: node.target.name.name };
  const table = displayName(name);
  const written = textOf(node.file);
  const done = (...diagnostics: readonly Diagnostic[]): Performed => ({ diagnostics });
  const refused = [...optionsOf(node)].find(([option, value]) => isRefused(option, value));
  if (refused) {
    const option = refused[1] === undefined ? refused[0] : `${refused[0]} = '${refused[1]}'`;
    return done(sourceDiagnostics.create('source-data-option', { option, file: written, table }));
  }
  const folders = script === undefined ? [folder] : [join(folder, dirname(script)), folder];
  const path = findDataFile(written, folders);
  if (path === undefined) return done(sourceDiagnostics.create('source-data-missing', { file: written, table }));
  const unreadable = (reason: string): Performed =>
    done(sourceDiagnostics.create('source-data-unreadable', { file: written, table, reason }));
  const store = database.store(name);
  if (!store) return unreadable('there is no such table');
  const before = store.rows.length;
  try {
    const outcome = loadText(node, database, store.table, textChunks(path));
    return outcome ? done(...rowErrors(outcome, written, table)) : unreadable('there is no such table');
  } catch (error) {
    if (!(error instanceof DataFault)) throw error;
    // A part of the rows must not be taken for all of them.
    store.adopt(store.rows.slice(0, before));
    return unreadable(error.message);
  }
}

/** Where rows of a file do not fit: one diagnostic for all of them. */
export function rowErrors({ errors, stopped }: BulkOutcome, file: string, table: string): readonly Diagnostic[] {
  const [first] = errors;
  if (!first) return [];
  const count = stopped ? `${errors.length} or more` : `${errors.length}`;
  const params = { errors: count, file, table, row: String(first.row), reason: first.message };
  return [sourceDiagnostics.create('source-data-rows', params)];
}

const MOST_ERRORS = 10;

function loadText(
  node: BulkInsert,
  database: Database,
  table: Table,
  parts: Generator<string, void, undefined>,
): BulkOutcome | undefined {
  const options = optionsOf(node);
  const csv = options.get('FORMAT')?.toUpperCase() === 'CSV';
  const { columns } = table;
  const beginning = parts.next().value ?? '';
  const field = terminator(options.get('FIELDTERMINATOR') ?? (csv ? ',' : '\\t'));
  const row = terminator(options.get('ROWTERMINATOR') ?? '\\n');
  const rows = splitRows(inFront(beginning, parts), {
    field,
    row,
    ...(csv ? { quote: options.get('FIELDQUOTE') ?? '"' } : { fields: fieldCount(columns, beginning, field, row) }),
  });
  const written = columns.filter(({ computed, identity }) => !computed && (options.has('KEEPIDENTITY') || !identity));
  const mostErrors = Number(options.get('MAXERRORS') ?? MOST_ERRORS);
  const values = fieldValues(rows, columns, written, options);
  const bulk = { columns: written.map((column) => column.name), form: 'text' as const, rows: values, mostErrors };
  return bulkLoad(database, table, bulk);
}

function* inFront(first: string, others: Iterable<string>): Generator<string, void, undefined> {
  yield first;
  yield* others;
}

type Columns = readonly Column[];

/** A field for each column of the table; files that leave out computed columns are common, too. */
function fieldCount(columns: Columns, text: string, field: string, row: string): number {
  const end = text.indexOf(row);
  const first = (end < 0 ? text : text.slice(0, end)).split(field).length;
  const stored = columns.filter(({ computed }) => !computed).length;
  return first === stored ? stored : columns.length;
}

/** The fields of a row that the written columns take; undefined for a default. */
function* fieldValues(
  rows: Iterable<readonly string[]>,
  columns: Columns,
  written: Columns,
  options: ReadonlyMap<string, string | undefined>,
): Generator<readonly (string | null | undefined)[], void, undefined> {
  const [first, last] = [Number(options.get('FIRSTROW') ?? 1), Number(options.get('LASTROW') ?? 0)];
  const keepNulls = options.has('KEEPNULLS');
  const stored = columns.filter(({ computed }) => !computed);
  let number = 0;
  for (const fields of rows) {
    number++;
    if (number < first || (last > 0 && number > last)) continue;
    if (fields.length === 1 && fields[0] === '') continue;
    const places = fields.length === stored.length ? stored : columns;
    yield written.map((column) => {
      const field = fields[places.indexOf(column)];
      if (field === undefined || field === '') return keepNulls || !column.default ? null : undefined;
      return field === '\0' ? '' : field;
    });
  }
}

/** What changes the form of the file and is not read; the others change nothing about the rows. */
function isRefused(option: string, value: string | undefined): boolean {
  if (option === 'FORMATFILE' || option === 'DATA_SOURCE' || option === 'ESCAPECHAR') return true;
  if (option === 'DATAFILETYPE') return !/^(wide)?char$/i.test(value ?? '');
  return option === 'FORMAT' && value?.toUpperCase() !== 'CSV';
}

function optionsOf(node: BulkInsert): Map<string, string | undefined> {
  const options = new Map<string, string | undefined>();
  for (const option of node.options ?? []) {
    if (option.kind === 'BulkInsertOption')
      options.set(option.name, 'value' in option ? textOf(option.value) : undefined);
  }
  return options;
}

function textOf(node: Ast.Literal | Ast.Identifier): string {
  if (node.kind === 'StringLiteral') return node.value;
  if (node.kind === 'Identifier') return node.name;
  return 'text' in node ? node.text : '';
}
