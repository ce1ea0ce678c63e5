import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Diagnostic } from '@datamigrate/diagnostics';
import { err, ok, type Result } from '@datamigrate/foundation';
import { landTables } from '@datamigrate/landing';
import { loadSource, openSource } from '@datamigrate/sources';
import { tableRows } from '@datamigrate/tsql-engine';
import { cliDiagnostics } from '../../diagnostics.js';
import { sourceArgument } from '../../input/source-argument.js';

const DUCKDB_FILE = /\.(duckdb|ddb|db)$/i;
/** Where a migration keeps its warehouse. */
const WAREHOUSE = 'warehouse.duckdb';

/**
 * The DuckDB file that holds the rows of a side. What is none is read as a source of a migration, and its tables land in
 * the file `landed`.
 */
export async function openSide(
  given: string,
  landed: string,
  tell: (diagnostic: Diagnostic) => void,
): Promise<Result<string, Diagnostic>> {
  const warehouse = join(given, WAREHOUSE);
  if (existsSync(warehouse)) return ok(warehouse);
  if (DUCKDB_FILE.test(given)) {
    if (existsSync(given)) return ok(given);
    return err(cliDiagnostics.create('cli-file-not-found', { file: given, help: 'Check the path.' }));
  }
  const path = await sourceArgument(given);
  const source = await openSource(path);
  if (!source.ok) return source;
  const loaded = await loadSource(source.value, path, { now: Date.now() });
  if (!loaded.ok) return loaded;
  const { catalog, database } = loaded.value;
  for (const diagnostic of loaded.value.diagnostics) tell(diagnostic);
  const report = await landTables(
    landed,
    catalog.tables.map((table) => ({ table, rows: tableRows(database, table) ?? [] })),
  );
  if (!report.ok) return report;
  for (const diagnostic of report.value.tables.flatMap(({ diagnostics }) => diagnostics)) tell(diagnostic);
  return ok(landed);
}
