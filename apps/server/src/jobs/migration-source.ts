import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { MigrationFolder } from './migration-folders.js';

/** One package or catalog is a source of itself; scripts are a folder. */
export async function sourceOf({ source }: MigrationFolder): Promise<string> {
  // Without it the agents say what is missing.
  const names: string[] = await readdir(source).catch(() => []);
  const [only] = names;
  return names.length === 1 && only !== undefined && !only.endsWith('.sql') && /\.\w+$/.test(only)
    ? join(source, only)
    : source;
}
