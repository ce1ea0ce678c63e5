import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { ROOT } from './root.js';

export interface TextFile {
  readonly path: string;
  readonly text: string;
}

/** Folders that .gitignore names, and Git's own. */
const LEFT_OUT = new Set(['.git', 'node_modules', 'dist', '.cache', 'demo-output', 'coverage']);

/** Every text file of the repository, as a clone has them. */
export function repositoryFiles(folder = ROOT): TextFile[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return LEFT_OUT.has(entry.name) ? [] : repositoryFiles(path);
    const text = entry.isFile() && !entry.name.endsWith('.tsbuildinfo') ? readFileSync(path, 'utf8') : '\0';
    return text.includes('\0') ? [] : [{ path: relative(ROOT, path).split(sep).join('/'), text }];
  });
}
