import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { ScriptFile } from './script-files.js';
import { mayBeRead } from './source-root.js';

/** Larger data files are told apart by their size and time alone. */
const LARGEST_HASHED = 64 * 1024 * 1024;

/** Of names and texts, and of data files: the same source has the same one. */
export async function fingerprintOf(
  files: readonly ScriptFile[],
  data: { readonly folder: string; readonly files: readonly string[] } = { folder: '', files: [] },
): Promise<string> {
  const hash = createHash('sha256');
  for (const { path, text } of files) hash.update(`${path}\0${text.length}\0${text}`);
  for (const file of data.files) {
    const path = join(data.folder, file);
    const found = await stat(path).catch(() => undefined);
    if (!found || !mayBeRead(path)) continue;
    hash.update(`${file}\0${found.size}\0`);
    if (found.size > LARGEST_HASHED) hash.update(`${found.mtimeMs}`);
    else hash.update(await readFile(path).catch(() => ''));
  }
  return hash.digest('hex');
}
