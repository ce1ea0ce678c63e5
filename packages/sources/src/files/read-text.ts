import type { Diagnostic } from '@datamigrate/diagnostics';
import { err, ok, type Result } from '@datamigrate/foundation';
import { decodeSource } from '@datamigrate/tsql-syntax';
import { sourceDiagnostics } from '../diagnostics.js';
import { gunzipBounded } from './gunzip.js';
import { readBytes } from './read-file.js';

/** The text of a file, or of the one file that a .gz holds. Undefined for what is no text. */
export async function readTextOrGzip(path: string): Promise<Result<string | undefined, Diagnostic>> {
  const bytes = await readBytes(path);
  if (!bytes.ok) return bytes;
  const content = path.toLowerCase().endsWith('.gz') ? gunzipBounded(bytes.value) : bytes.value;
  if (content === undefined) {
    return err(sourceDiagnostics.create('source-unreadable', { path, reason: 'it is damaged or too large' }));
  }
  const decoded = decodeSource(content);
  return ok(decoded.ok ? decoded.value.text : undefined);
}
