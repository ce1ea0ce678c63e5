import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
export const CACHE = join(ROOT, '.cache');
export const NODE_MODULES = join(ROOT, 'node_modules');
export const DBT_HOME = join(CACHE, 'dbt');
export const DBT_LOCK = join(ROOT, 'requirements', 'dbt.lock');

/** The interpreter inside a Python environment. @param {string} home */
export function pythonOf(home) {
  return process.platform === 'win32' ? join(home, 'Scripts', 'python.exe') : join(home, 'bin', 'python');
}

/** A command of an npm package, to be run by this Node: no shell, the same on every system. @param {string} path below node_modules */
export function nodeTool(path) {
  const file = join(NODE_MODULES, path);
  return existsSync(file) ? file : undefined;
}
