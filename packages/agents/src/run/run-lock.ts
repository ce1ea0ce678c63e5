import { randomUUID } from 'node:crypto';
import { link, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { err, ok, type Result } from '@datamigrate/foundation';
import { z } from 'zod';
import { codeOf, ifThere } from './io-error.js';
import { processStart } from './process-identity.js';

const holderSchema = z.object({
  pid: z.int().positive(),
  host: z.string(),
  processStart: z.string().optional(),
  since: z.string(),
  token: z.string(),
});
export type LockHolder = z.infer<typeof holderSchema>;

export interface RunLock {
  release(): Promise<void>;
}

const UNKNOWN_HOLDER: LockHolder = { pid: 1, host: 'an unknown host', since: 'an unknown time', token: '' };
const ATTEMPTS = 10;

/** At most one run works in a folder. The lock of a process that is gone is taken over; a living one's holder is told. */
export async function takeLock(file: string, temporaryFolder: string, now: Date): Promise<Result<RunLock, LockHolder>> {
  const start = await processStart(process.pid);
  const self: LockHolder = {
    pid: process.pid,
    host: hostname(),
    ...(typeof start === 'string' ? { processStart: start } : {}),
    since: now.toISOString(),
    token: randomUUID(),
  };
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    if (await created(file, self, temporaryFolder)) return ok({ release: () => release(file, self.token) });
    const text = await ifThere(readFile(file, 'utf8'));
    if (text === undefined) continue;
    const holder = readHolder(text);
    if (holder && (await isAlive(holder))) return err(holder);
    await removeStale(file, text, temporaryFolder);
  }
  return err(UNKNOWN_HOLDER);
}

/** The lock appears with its whole content or not at all: a link cannot replace a file. */
async function created(file: string, self: LockHolder, temporaryFolder: string): Promise<boolean> {
  const text = `${JSON.stringify(self, null, 2)}\n`;
  const temporary = join(temporaryFolder, `.~lock-${self.token}`);
  await writeFile(temporary, text);
  try {
    await link(temporary, file);
    return true;
  } catch (error) {
    const code = codeOf(error);
    if (code === 'EEXIST') return false;
    // File systems without hard links.
    if (code === 'EPERM' || code === 'ENOTSUP' || code === 'ENOSYS' || code === 'EMLINK')
      return exclusively(file, text);
    throw error;
  } finally {
    await rm(temporary, { force: true });
  }
}

async function exclusively(file: string, text: string): Promise<boolean> {
  try {
    await writeFile(file, text, { flag: 'wx' });
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}

function readHolder(text: string): LockHolder | undefined {
  try {
    return holderSchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

/** A process of another host cannot be looked at: it counts as alive. */
async function isAlive(holder: LockHolder): Promise<boolean> {
  if (holder.host !== hostname()) return true;
  const start = await processStart(holder.pid);
  if (start === null) return false;
  return start === undefined || holder.processStart === undefined || start === holder.processStart;
}

/** Two processes may find the same stale lock. The one that comes second has moved a living lock away: it goes back. */
async function removeStale(file: string, stale: string, temporaryFolder: string): Promise<void> {
  const aside = join(temporaryFolder, `.~stale-${randomUUID()}`);
  try {
    await rename(file, aside);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return;
    throw error;
  }
  if ((await readFile(aside, 'utf8')) !== stale) await link(aside, file).catch(() => {});
  await rm(aside, { force: true });
}

async function release(file: string, token: string): Promise<void> {
  const text = await ifThere(readFile(file, 'utf8'));
  if (text !== undefined && readHolder(text)?.token === token) await rm(file, { force: true });
}
