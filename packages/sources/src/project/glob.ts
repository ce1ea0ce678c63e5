import { readdir } from 'node:fs/promises';
import { join, relative, resolve, sep } from 'node:path';
import { findPath } from '../files/find-path.js';

/** The files that an Include of MSBuild means, as absolute paths; `missing` where it names a file that is not there. */
export interface GlobResult {
  readonly files: readonly string[];
  readonly missing: readonly string[];
}

/** `dbo\**\*.sql;Scripts\Seed.sql`: several patterns, `*`, `**` and `?`. */
export async function globFiles(folder: string, written: string): Promise<GlobResult> {
  const files: string[] = [];
  const missing: string[] = [];
  for (const pattern of patternsOf(written)) {
    if (!/[*?]/.test(pattern)) {
      const found = await findPath(folder, pattern);
      if (found === undefined) missing.push(pattern);
      else files.push(found);
      continue;
    }
    const literal = pattern.split('/').findIndex((part) => /[*?]/.test(part));
    const base = resolve(folder, pattern.split('/').slice(0, literal).join('/'));
    const matches = matcher(pattern.split('/').slice(literal).join('/'));
    files.push(...(await listFiles(base)).filter((file) => matches(relative(base, file).split(sep).join('/'))));
  }
  return { files, missing };
}

/** Whether one of the patterns means a file: for Remove and Exclude. */
export function globTest(folder: string, written: string): (file: string) => boolean {
  const tests = patternsOf(written).map(matcher);
  return (file) => {
    const path = relative(folder, file).split(sep).join('/');
    return tests.some((test) => test(path));
  };
}

export function patternsOf(written: string): string[] {
  return written
    .split(';')
    .map((pattern) => pattern.trim().replaceAll('\\', '/').replace(/^\.\//, ''))
    .filter((pattern) => pattern !== '');
}

function matcher(pattern: string): (path: string) => boolean {
  const source = pattern.replace(/[.+^${}()|[\]\\]|\*\*\/?|\*|\?/g, (token) => {
    if (token.startsWith('**')) return token.endsWith('/') ? '(?:.*/)?' : '.*';
    if (token === '*') return '[^/]*';
    return token === '?' ? '[^/]' : `\\${token}`;
  });
  const expression = new RegExp(`^${source}$`, 'i');
  return (path) => expression.test(path);
}

/** All files of a folder and below it, in a stable order. */
export function listFiles(folder: string): Promise<readonly string[]> {
  const listed = readdir(folder, { recursive: true, withFileTypes: true })
    .then((entries) => entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name)))
    .catch(() => []);
  return listed.then((files) => [...files].sort());
}
