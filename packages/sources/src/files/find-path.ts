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

/**
 * A path of another machine (`D:\\work\\db\\Tables\\T.sql`): by its longest end that exists below a folder. At least
 * the name of the file and of its folder have to fit, so that no other file of that name is taken.
 */
export async function findByEnd(folder: string, written: string): Promise<string | undefined> {
  const parts = written
    .trim()
    .replaceAll('\\', '/')
    .split('/')
    .filter((part) => part !== '' && part !== '..');
  for (let from = 1; from <= parts.length - 2; from++) {
    const found = await findPath(folder, parts.slice(from).join('/'));
    if (found !== undefined) return found;
  }
  return undefined;
}
