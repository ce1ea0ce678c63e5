import { existsSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const DATABASES = fileURLToPath(new URL('../../../../shared/corpora/databases/', import.meta.url));

/** A script each, or the folder where a database has many. Smallest first, as far as names tell. */
const ORDER = ['pubs', 'northwind', 'chinook'];

/** The databases that are here. */
export function estates() {
  if (!existsSync(DATABASES)) return [];
  const rank = (name) => (ORDER.includes(name) ? ORDER.indexOf(name) : ORDER.length);
  return readdirSync(DATABASES)
    .sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1))
    .map((name) => ({ name, path: sourceOf(`${DATABASES}${name}`) }));
}

/** The first script of a folder that has scripts at its top, otherwise the folder. */
function sourceOf(folder) {
  const [script] = readdirSync(folder)
    .filter((name) => name.endsWith('.sql'))
    .sort();
  return script === undefined ? folder : `${folder}/${script}`;
}
