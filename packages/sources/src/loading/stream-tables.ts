import { displayName, objectKey, type Table } from '@datamigrate/catalog';
import type { Diagnostic } from '@datamigrate/diagnostics';
import { ok, type Result } from '@datamigrate/foundation';
import { type Database, type LoadedScripts, tableRows, tableRowsOneByOne } from '@datamigrate/tsql-engine';
import { DataFault, type OpenedData, type TableData } from '../data/table-data.js';
import type { Source } from '../source.js';
import { plainTexts } from './plain-texts.js';
import { type LoadEnvironment, type PreparedSource, prepareSource } from './prepare-source.js';
import { rowsInPortions } from './rows-in-portions.js';

type TextRow = readonly (string | null)[];

/** A table whose rows can be taken once, a portion at a time; the text is that of the exec contract. */
export interface TableStream {
  readonly table: Table;
  /** Rows that are known to be there; undefined where they would have to be read to be counted. */
  readonly expected: number | undefined;
  /** Throws a `DataFault` where the rest cannot be read: what came before does not count then. */
  portions(): AsyncGenerator<readonly TextRow[], void, undefined>;
}

export interface StreamedSource {
  readonly loaded: LoadedScripts;
  readonly tables: readonly TableStream[];
  readonly fingerprint: string;
  /** What was said about rows so far; complete when all tables have been taken. */
  readonly diagnostics: readonly Diagnostic[];
  close(): Promise<void>;
}

/**
 * A source whose rows go somewhere else than into memory. They pass through the engine in portions, so that defaults,
 * computed columns and conversions are the same as in a source that is loaded as a whole.
 */
export async function streamSource(
  source: Source,
  path: string,
  environment: LoadEnvironment,
): Promise<Result<StreamedSource, Diagnostic>> {
  const prepared = await prepareSource(source, path, environment);
  if (!prepared.ok) return prepared;
  const { loaded, data, folder, notes, sampled } = prepared.value;
  const diagnostics: Diagnostic[] = [...loaded.diagnostics, ...(folder?.diagnostics ?? []), ...notes];
  const byTable = new Map(data.map((each) => [objectKey(each.table), each]));
  return ok({
    loaded,
    diagnostics,
    fingerprint: [source.fingerprint, folder?.fingerprint ?? ''].join(' '),
    tables: loaded.catalog.tables.map((table) => {
      // Rows of a sample are there already.
      const own = sampled ? undefined : byTable.get(objectKey(table));
      const held = loaded.database.rows(table.schema, table.name)?.length ?? 0;
      return {
        table,
        expected: own ? source.rowCounts?.get(displayName(table)) : held,
        portions: () =>
          own ? passedThrough(prepared.value, table, own, diagnostics) : heldRows(prepared.value, table),
      };
    }),
    close: async () => source.close?.(),
  });
}

/** Rows that the scripts themselves have inserted. */
async function* heldRows({ loaded, breath }: PreparedSource, table: Table): AsyncGenerator<readonly TextRow[]> {
  const rows = tableRowsOneByOne(loaded.database, table);
  if (!rows) throw new DataFault('a computed column of it cannot be computed');
  let portion: TextRow[] = [];
  for (const row of rows) {
    portion.push(row);
    if (portion.length < ROWS_AT_A_TIME) continue;
    yield portion;
    portion = [];
    if (!(await breath.take())) throw new DataFault('it was interrupted');
  }
  if (portion.length > 0) yield portion;
}

const ROWS_AT_A_TIME = 2000;

async function* passedThrough(
  { loaded: { database }, breath }: PreparedSource,
  table: Table,
  data: TableData,
  diagnostics: Diagnostic[],
): AsyncGenerator<readonly TextRow[]> {
  if ((database.rows(table.schema, table.name)?.length ?? 0) > 0) yield textRows(database, table);
  const plain = ({ columns }: OpenedData) => plainTexts(table.columns, columns);
  for await (const { texts } of rowsInPortions({ database, breath, diagnostics }, data, plain))
    yield texts ?? textRows(database, table);
}

/** What is in a table now. Rows that cannot be read are no rows that are not there. */
function textRows(database: Database, table: Table): readonly TextRow[] {
  const rows = tableRows(database, table);
  if (!rows) throw new DataFault('a computed column of it cannot be computed');
  return rows;
}
