import { access, constants, readdir, readFile, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Diagnostic } from '@datamigrate/diagnostics';
import { closestName, err, ok, type Result } from '@datamigrate/foundation';
import { decodeSource } from '@datamigrate/tsql-syntax';
import { sourceDiagnostics } from '../diagnostics.js';
import { mayBeRead } from './source-root.js';
import { type StoredBytes, storedIn } from './stored-bytes.js';

/** Larger texts are no scripts that people wrote or tools generated; they would not fit into memory several times. */
export const LARGEST_FILE = 512 * 1024 * 1024;

export async function readBytes(path: string): Promise<Result<Uint8Array, Diagnostic>> {
  try {
    const { size } = await stat(path);
    if (!mayBeRead(path)) {
      return err(
        sourceDiagnostics.create('source-unreadable', { path, reason: 'it lies outside of the folder of sources' }),
      );
    }
    if (size > LARGEST_FILE) {
      return err(
        sourceDiagnostics.create('source-unreadable', {
          path,
          reason: `it is larger than ${LARGEST_FILE / 1024 / 1024} MB`,
        }),
      );
    }
    return ok(await readFile(path));
  } catch (error) {
    return err(await unreadable(path, error));
  }
}

/** A file that is read piece by piece, so that it may be larger. */
export async function readStored(path: string): Promise<Result<StoredBytes, Diagnostic>> {
  const outside = 'it lies outside of the folder of sources';
  try {
    await access(path, constants.R_OK);
    if (!mayBeRead(path)) return err(sourceDiagnostics.create('source-unreadable', { path, reason: outside }));
    const found = await stat(path);
    if (found.isDirectory())
      return err(sourceDiagnostics.create('source-unreadable', { path, reason: 'it is a folder' }));
    return ok(storedIn(path));
  } catch (error) {
    return err(await unreadable(path, error));
  }
}

/** Undefined for a file that is no text. */
export async function readText(path: string): Promise<Result<string | undefined, Diagnostic>> {
  const bytes = await readBytes(path);
  if (!bytes.ok) return bytes;
  const decoded = decodeSource(bytes.value);
  return ok(decoded.ok ? decoded.value.text : undefined);
}

const REASONS: { readonly [code: string]: string } = {
  EACCES: 'permission denied',
  EPERM: 'operation not permitted',
  EISDIR: 'it is a folder',
  ELOOP: 'its links lead in a circle',
  ENAMETOOLONG: 'its name is too long',
};

/** What is wrong with a path, in words. */
export async function unreadable(path: string, error: unknown): Promise<Diagnostic> {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code !== 'ENOENT' && code !== 'ENOTDIR') {
    return sourceDiagnostics.create('source-unreadable', { path, reason: REASONS[code] ?? (code || 'unknown error') });
  }
  const neighbours = await readdir(dirname(path)).catch(() => []);
  const near = closestName(basename(path), neighbours);
  const help = near === undefined ? 'Check the path.' : `Did you mean ${join(dirname(path), near)}?`;
  return sourceDiagnostics.create('source-not-found', { path, help });
}
