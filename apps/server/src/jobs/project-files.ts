import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { RUN_FOLDER } from '@datamigrate/contracts';

export interface WrittenFile {
  readonly path: string;
  readonly bytes: number;
  /** Absent for the warehouse, which changes with every build. */
  readonly sha256: string | undefined;
}

export const WAREHOUSE = 'warehouse.duckdb';

/** The files of the dbt project, as the run wrote them down; what is gone since is left out. */
export async function writtenFiles(project: string): Promise<WrittenFile[]> {
  const text = await readFile(join(project, RUN_FOLDER, 'files.jsonl'), 'utf8').catch(() => '');
  const hashes = new Map<string, string | undefined>();
  for (const line of text.split('\n')) {
    const entry = lineOf(line);
    if (entry) hashes.set(entry.path, entry.sha256);
  }
  const files: WrittenFile[] = [];
  for (const [path, sha256] of hashes) {
    if (sha256 === undefined && path !== WAREHOUSE) continue;
    const found = await stat(join(project, path)).catch(() => undefined);
    if (found?.isFile()) files.push({ path, bytes: found.size, sha256 });
  }
  return files.sort((one, other) => (one.path < other.path ? -1 : 1));
}

function lineOf(line: string): { path: string; sha256: string | undefined } | undefined {
  try {
    const value: unknown = JSON.parse(line);
    if (typeof value !== 'object' || value === null || !('path' in value) || typeof value.path !== 'string')
      return undefined;
    const sha256 = 'sha256' in value && typeof value.sha256 === 'string' ? value.sha256 : undefined;
    return isInside(value.path) ? { path: value.path, sha256 } : undefined;
  } catch {
    return undefined;
  }
}

export function isInside(path: string): boolean {
  return (
    !/[\\\0]|^[A-Za-z]:/.test(path) && path.split('/').every((part) => part !== '' && part !== '.' && part !== '..')
  );
}
