import { realpathSync } from 'node:fs';
import { sep } from 'node:path';

/**
 * Scripts and projects name other files: `:r`, BULK INSERT, linked files. Whoever reads sources of strangers sets this
 * variable to the folder that the source stands in; no file outside of it is read then, links followed.
 */
const ROOT_VARIABLE = 'DATAMIGRATE_SOURCE_ROOT';

/** Whether sources are those of strangers: one source is one path then, whatever it is called. */
export const isGuarded = (): boolean => (process.env[ROOT_VARIABLE] ?? '') !== '';

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
