import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';

/** Version of the installed driver; undefined where there is none. */
export async function driverVersion(): Promise<string | undefined> {
  try {
    const path = createRequire(import.meta.url).resolve('mssql/package.json');
    const { version } = JSON.parse(await readFile(path, 'utf8')) as { readonly version?: string };
    return version;
  } catch {
    return undefined;
  }
}
