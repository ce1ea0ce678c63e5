import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Diagnostic } from '@datamigrate/diagnostics';
import { err, ok, type Result } from '@datamigrate/foundation';
import { cliDiagnostics } from '../../diagnostics.js';

const DUCKDB_FILE = /\.(duckdb|ddb|db)$/i;
/** Where a migration keeps its warehouse. */
const WAREHOUSE = 'warehouse.duckdb';

/** The DuckDB file that holds the rows of a side. */
export async function openSide(given: string): Promise<Result<string, Diagnostic>> {
  const warehouse = join(given, WAREHOUSE);
  if (existsSync(warehouse)) return ok(warehouse);
  if (DUCKDB_FILE.test(given)) {
    if (existsSync(given)) return ok(given);
    return err(cliDiagnostics.create('cli-file-not-found', { file: given, help: 'Check the path.' }));
  }
  return err(cliDiagnostics.create('cli-compare-side', { given }));
}
