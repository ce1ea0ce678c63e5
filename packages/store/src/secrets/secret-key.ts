import { randomBytes } from 'node:crypto';
import { mkdir, open, readFile, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Diagnostic } from '@datamigrate/diagnostics';
import { err, ok, type Result } from '@datamigrate/foundation';
import { storeDiagnostics } from '../diagnostics.js';

export const SECRET_KEY_VARIABLE = 'DATAMIGRATE_SECRET_KEY';

/** The key from the environment, else from the file, which is made at the first start. Without a key nothing starts. */
export async function readSecretKey(
  fromEnvironment: string | undefined,
  file: string,
): Promise<Result<Buffer, Diagnostic>> {
  if (fromEnvironment !== undefined && fromEnvironment !== '') return keyIn(fromEnvironment, SECRET_KEY_VARIABLE);
  try {
    await mkdir(dirname(file), { recursive: true });
    const handle = await open(file, 'wx', 0o600);
    await handle.writeFile(`${randomBytes(32).toString('base64')}\n`);
    await handle.sync();
    await handle.close();
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code !== 'EEXIST') {
      return err(storeDiagnostics.create('store-secret-key-missing', { place: file, reason: message }));
    }
  }
  try {
    const { mode } = await stat(file);
    if (process.platform !== 'win32' && (mode & 0o077) !== 0) {
      return err(storeDiagnostics.create('store-secret-key-exposed', { place: file }));
    }
    return keyIn(await readFile(file, 'utf8'), file);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return err(storeDiagnostics.create('store-secret-key-missing', { place: file, reason }));
  }
}

function keyIn(text: string, place: string): Result<Buffer, Diagnostic> {
  const key = Buffer.from(text.trim(), 'base64');
  return key.length === 32 ? ok(key) : err(storeDiagnostics.create('store-secret-key-invalid', { place }));
}
