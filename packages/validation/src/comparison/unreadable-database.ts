import type { Diagnostic } from '@datamigrate/diagnostics';
import { compareDiagnostics } from '../diagnostics.js';

/** The first line of what DuckDB says; the others repeat the query. */
export function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? '';
}

export function unreadableDatabase(path: string, error: unknown): Diagnostic {
  return compareDiagnostics.create('compare-database-unreadable', { path, reason: firstLine(error) });
}
