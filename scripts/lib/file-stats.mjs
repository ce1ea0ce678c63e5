import { existsSync, readdirSync, statSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { ROOT } from './paths.mjs';

/** All files below a folder of the repository, sorted; none where there is no such folder. @param {string} folder @returns {string[]} */
export function filesBelow(folder) {
  const place = resolve(ROOT, folder);
  if (!existsSync(place)) return [];
  return readdirSync(place, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .sort();
}

/** Size and time of files, without reading them. @param {readonly string[]} files */
export function fileStats(files) {
  return files.map((file) => {
    const path = resolve(ROOT, file);
    const found = statSync(path, { throwIfNoEntry: false });
    return found ? `${relative(ROOT, path)}|${found.size}|${found.mtimeMs}` : `${file}|none`;
  });
}
