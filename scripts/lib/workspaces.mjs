import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Folders of the workspaces, relative to the root and sorted. Patterns are `folder` or `folder/*`: all that this
 * repository uses.
 *
 * @param {string} root
 * @returns {string[]}
 */
export function workspaceFolders(root) {
  const { workspaces = [] } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const folders = [];
  for (const pattern of workspaces) {
    if (!pattern.endsWith('/*')) folders.push(pattern);
    else folders.push(...children(root, pattern.slice(0, -2)));
  }
  return folders.filter((folder) => existsSync(join(root, folder, 'package.json'))).sort();
}

/** @param {string} root @param {string} parent */
function children(root, parent) {
  if (!existsSync(join(root, parent))) return [];
  return readdirSync(join(root, parent), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => `${parent}/${entry.name}`);
}
