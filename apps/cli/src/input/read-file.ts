import { readdir, readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Diagnostic } from '@datamigrate/diagnostics';
import { closestName, err, ok, type Result } from '@datamigrate/foundation';
import { cliDiagnostics } from '../diagnostics.js';

/** The bytes of a file that the user named. */
export async function readInputFile(path: string): Promise<Result<Uint8Array, Diagnostic>> {
  try {
    return ok(await readFile(path));
  } catch (error) {
    return err(await explain(path, error));
  }
}

async function explain(file: string, error: unknown): Promise<Diagnostic> {
  const code = codeOf(error);
  if (code === 'ENOENT' || code === 'ENOTDIR') {
    const near = await nearbyFile(file);
    const help = near === undefined ? 'Check the path.' : `Did you mean ${near}?`;
    return cliDiagnostics.create('cli-file-not-found', { file, help });
  }
  if (code === 'EISDIR') {
    const help = `Name the files, for example ${join(file, '*.sql')}`;
    return cliDiagnostics.create('cli-file-unreadable', { file, reason: 'it is a folder', help });
  }
  return cliDiagnostics.create('cli-file-unreadable', {
    file,
    reason: reasonOf(error),
    help: 'Check its permissions.',
  });
}

async function nearbyFile(file: string): Promise<string | undefined> {
  try {
    const near = closestName(basename(file), await readdir(dirname(file)));
    return near === undefined ? undefined : join(dirname(file), near);
  } catch {
    return undefined;
  }
}

/** The code of a system error: ENOENT, EACCES … */
export function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

const REASONS: Readonly<Record<string, string | undefined>> = {
  EACCES: 'permission denied',
  EPERM: 'operation not permitted',
  ENOSPC: 'no space left on the device',
  EROFS: 'the file system is read-only',
  EISDIR: 'it is a folder',
  ENOTDIR: 'a part of its path is not a folder',
  ENOENT: 'its folder does not exist',
};

export function reasonOf(error: unknown): string {
  return REASONS[codeOf(error) ?? ''] ?? (error instanceof Error ? error.message : String(error));
}
