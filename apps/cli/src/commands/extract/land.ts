import { createHash } from 'node:crypto';
import type { Inventory } from '@datamigrate/contracts';
import type { Diagnostic } from '@datamigrate/diagnostics';
import { err, ok, type Result } from '@datamigrate/foundation';
import { landTables, RowsFault } from '@datamigrate/landing';
import {
  DataFault,
  type Extracted,
  extractedFrom,
  type LoadEnvironment,
  openSource,
  sourceDiagnostics,
  streamSource,
  type TableStream,
} from '@datamigrate/sources';
import { LandingProgress } from './landing-progress.js';

export interface Landed extends Extracted {
  readonly landed: NonNullable<Inventory['landed']>;
}

/** Reads a source and writes its rows into a DuckDB file, table by table, without holding them in memory. */
export async function landSource(
  path: string,
  file: string,
  environment: LoadEnvironment,
  say: (text: string) => void,
): Promise<Result<Landed, Diagnostic>> {
  const source = await openSource(path);
  if (!source.ok) return source;
  const streamed = await streamSource(source.value, path, environment);
  if (!streamed.ok) return streamed;
  const { tables, fingerprint, loaded, diagnostics, close } = streamed.value;
  const progress = new LandingProgress(tables, say);
  try {
    const landed = await landTables(
      file,
      tables.map((stream) => ({
        table: stream.table,
        rows: () => ({ portions: portionsOf(stream, progress, environment.signal) }),
      })),
      { resume: identityOf(fingerprint, environment) },
    );
    if (!landed.ok) return landed;
    const report = landed.value.tables;
    const told = [...diagnostics, ...report.flatMap((table) => table.diagnostics)];
    const rows = report.reduce((sum, table) => sum + table.rows, 0);
    const whole = report.filter(({ status }) => status === 'landed').length;
    return ok({
      ...extractedFrom(source.value, { ...loaded, diagnostics: told }, rows),
      landed: { file, tables: whole, refused: report.length - whole },
    });
  } catch (error) {
    if (!(error instanceof Interrupted)) throw error;
    return err(sourceDiagnostics.create('source-cancelled', { path }));
  } finally {
    await close();
  }
}

/** Ends a landing in the middle: the tables that are whole are kept for the next one. */
class Interrupted extends Error {
  override name = 'Interrupted';
}

async function* portionsOf(stream: TableStream, progress: LandingProgress, signal: AbortSignal | undefined) {
  progress.begin();
  try {
    for await (const rows of stream.portions()) {
      progress.add(stream, rows.length);
      yield rows;
      if (signal?.aborted) throw new Interrupted();
    }
  } catch (error) {
    if (signal?.aborted) throw new Interrupted();
    throw error instanceof DataFault ? new RowsFault(error.message) : error;
  }
}

/** The same rows of the same source, masked alike: a landing of these goes on where the last one broke off. */
function identityOf(fingerprint: string, { sample, masking }: LoadEnvironment): string {
  const asked = JSON.stringify([fingerprint, sample ?? null, masking?.rules ?? null, masking?.key ?? null]);
  return createHash('sha256').update(asked).digest('hex');
}
