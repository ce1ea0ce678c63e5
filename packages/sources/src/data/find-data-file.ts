import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { gunzipBounded } from '../files/gunzip.js';
import { LARGEST_FILE } from '../files/read-file.js';
import { mayBeRead } from '../files/source-root.js';

/**
 * A data file that a script names: as written, beside the script, or by its last part beside the script, because the
 * path is that of another machine. A packed copy (`.gz`) serves as well.
 */
export function findDataFile(written: string, folders: readonly string[]): string | undefined {
  // What is left of a variable that nobody set: the folder in which the files lie.
  const path = written.replace(/^(?:\$\([^)]*\))+/, '').replaceAll('\\', '/');
  for (const folder of folders) {
    for (const candidate of new Set([path, basename(path)])) {
      const full = resolve(folder, candidate);
      for (const name of [full, `${full}.gz`]) {
        const found = existsSync(name) ? name : inOtherCase(name);
        if (found !== undefined && statSync(found).isFile() && mayBeRead(found)) return found;
      }
    }
  }
  return undefined;
}

function inOtherCase(path: string): string | undefined {
  const folder = dirname(path);
  if (!existsSync(folder)) return undefined;
  const wanted = basename(path).toLowerCase();
  const name = readdirSync(folder).find((other) => other.toLowerCase() === wanted);
  return name === undefined ? undefined : join(folder, name);
}

/** The content of a data file, unpacked; undefined where it cannot be had. */
export function readDataFile(path: string): Uint8Array | undefined {
  try {
    if (statSync(path).size > LARGEST_FILE || !mayBeRead(path)) return undefined;
    const bytes = readFileSync(path);
    return path.toLowerCase().endsWith('.gz') ? gunzipBounded(bytes) : bytes;
  } catch {
    return undefined;
  }
}
