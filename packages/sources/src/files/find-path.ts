import { readdir, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';

/**
 * A path as projects and scripts of Windows write it (`Scripts\Seed.sql`), in whatever case the file is called here.
 * Undefined when there is none.
 */
export async function findPath(folder: string, written: string): Promise<string | undefined> {
  const path = resolve(folder, written.replaceAll('\\', '/'));
  if (await exists(path)) return path;
  const parts = path.split('/');
  let found = parts[0] === '' ? '/' : (parts[0] ?? '');
  for (const part of parts.slice(1)) {
    if (part === '') continue;
    const straight = join(found, part);
    if (await exists(straight)) {
      found = straight;
      continue;
    }
    const names = await readdir(found).catch(() => []);
    const other = names.find((name) => name.toLowerCase() === part.toLowerCase());
    if (other === undefined) return undefined;
    found = join(found, other);
  }
  return found;
}

export async function exists(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined)) !== undefined;
}
