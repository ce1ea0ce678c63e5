import { randomUUID } from 'node:crypto';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { codeOf } from './io-error.js';

/** Windows refuses to replace a file while a virus scanner or an editor looks at it. */
const REPLACE_ATTEMPTS = 5;

interface Place {
  /** Beside the file by default; else a folder of the same file system that the caller empties after a crash. */
  readonly temporaryFolder?: string;
  /** False for files whose loss costs no work: waiting for the disk is the most expensive part of writing. */
  readonly survivesPowerCut?: boolean;
}

/** A reader, a crash or a power cut sees the whole old file or the whole new one. */
export async function writeAtomically(
  file: string,
  content: string | Uint8Array,
  { temporaryFolder = dirname(file), survivesPowerCut = true }: Place = {},
): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  const temporary = join(temporaryFolder, `.~${basename(file).slice(0, 60)}-${randomUUID()}`);
  try {
    const handle = await open(temporary, 'wx');
    try {
      await handle.writeFile(content);
      if (survivesPowerCut) await handle.sync();
    } finally {
      await handle.close();
    }
    await replace(temporary, file);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

async function replace(from: string, to: string): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await rename(from, to);
    } catch (error) {
      const busy = process.platform === 'win32' && ['EPERM', 'EACCES', 'EBUSY'].includes(codeOf(error) ?? '');
      if (!busy || attempt === REPLACE_ATTEMPTS) throw error;
      await pause(20 * attempt);
    }
  }
}
