import type { Diagnostic } from '@datamigrate/diagnostics';
import { err, ok, type Result } from '@datamigrate/foundation';
import type sql from 'mssql';
import { liveDiagnostics } from '../diagnostics.js';

export type Driver = typeof sql;

/** The driver is large and not everybody has a server to read: it is loaded when it is needed, if it is there. */
export async function loadDriver(
  load: () => Promise<{ readonly default: Driver }> = () => import('mssql'),
): Promise<Result<Driver, Diagnostic>> {
  try {
    return ok((await load()).default);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code !== 'ERR_MODULE_NOT_FOUND' && code !== 'MODULE_NOT_FOUND') throw error;
    return err(liveDiagnostics.create('live-driver-missing', {}));
  }
}
