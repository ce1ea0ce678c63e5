import { realpathSync } from 'node:fs';
import { sep } from 'node:path';

/**
 * Scripts and projects name other files: `:r`, BULK INSERT, linked files. Whoever reads sources of strangers sets this
 * variable to the folder that the source stands in; no file outside of it is read then, links followed.
 */
const ROOT_VARIABLE = 'DATAMIGRATE_SOURCE_ROOT';

export function mayBeRead(path: string): boolean {
  const root = process.env[ROOT_VARIABLE];
  if (root === undefined || root === '') return true;
  try {
    const [inside, real] = [realpathSync(root), realpathSync(path)];
    return real === inside || real.startsWith(inside.endsWith(sep) ? inside : `${inside}${sep}`);
  } catch {
    return false;
  }
}
