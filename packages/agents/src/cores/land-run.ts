import type { Table } from '@datamigrate/catalog';
import { DEFAULT_DATABASE_PATH } from '@datamigrate/dbt-project';
import type { Diagnostic } from '@datamigrate/diagnostics';
import { ok, type Result } from '@datamigrate/foundation';
import { landTables, RowsFault } from '@datamigrate/landing';
import { type Database, tableRowsOneByOne } from '@datamigrate/tsql-engine';
import { z } from 'zod';
import type { RunContext } from '../graph/agent-cores.js';
import { databasePath, type Workspace } from './workspace.js';

const LANDING = 'landing.json';

/** Writes the rows of all tables into the warehouse; gives their number. */
export async function landRun(run: RunContext, { catalog, loaded }: Workspace): Promise<Result<number, Diagnostic>> {
  // Before it is there: a run that is killed and then replaced must know it as its own.
  for (const suffix of ['', '.wal', '.partial', '.partial.wal']) run.project.claim(`${DEFAULT_DATABASE_PATH}${suffix}`);
  const tables = catalog.catalog.tables.map((table) => ({ table, rows: () => rowsOf(loaded.database, table) }));
  const report = await landTables(databasePath(run), tables);
  if (!report.ok) return report;
  for (const { message, severity, object } of report.value.tables.flatMap(({ diagnostics }) => diagnostics)) {
    run.emit({ kind: 'note', level: severity, text: object === undefined ? message : `${object}: ${message}` });
  }
  await run.state.writeText(LANDING, `${JSON.stringify(report.value, null, 2)}\n`);
  return ok(report.value.tables.reduce((sum, { rows }) => sum + rows, 0));
}

function rowsOf(database: Database, table: Table): NonNullable<ReturnType<typeof tableRowsOneByOne>> {
  const rows = tableRowsOneByOne(database, table);
  if (!rows) throw new RowsFault('a computed column of it cannot be computed');
  return rows;
}

const landingSchema = z.object({ tables: z.array(z.looseObject({ diagnostics: z.array(z.unknown()) })) });

/** What landing had to say about tables, by their ids. */
export async function landingDiagnostics(run: RunContext): Promise<ReadonlyMap<string, readonly Diagnostic[]>> {
  const read = await run.state.readJson(LANDING, landingSchema);
  const found = new Map<string, Diagnostic[]>();
  if (!read.ok || !read.value) return found;
  for (const diagnostic of read.value.tables.flatMap(({ diagnostics }) => diagnostics) as Diagnostic[]) {
    const id = diagnostic.object ?? '';
    found.set(id, [...(found.get(id) ?? []), diagnostic]);
  }
  return found;
}
