import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { decodeSource } from '@datamigrate/tsql-syntax';

const ROOT = fileURLToPath(new URL('../../../../', import.meta.url));

/** A folder of the reference material that stands beside the repository, or undefined where there is none. */
export function sharedFolder(path: string): string | undefined {
  const folder = `${ROOT}../shared/${path}`;
  return existsSync(folder) ? folder : undefined;
}

export const SAMPLES = `${ROOT}samples`;

/** The texts of all .sql files of a folder, in the order of their names. */
export function scriptsOf(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.sql'))
    .sort()
    .map((name) => {
      const decoded = decodeSource(readFileSync(`${folder}/${name}`));
      return decoded.ok ? decoded.value.text : '';
    });
}

/** The records of a .jsonl file. */
export function recordsOf<T>(file: string): T[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as T);
}
