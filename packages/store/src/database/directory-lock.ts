import { randomUUID } from 'node:crypto';
import { link, open, readFile, rename, rm } from 'node:fs/promises';
import { hostname } from 'node:os';
import type { Diagnostic } from '@datamigrate/diagnostics';
import { err, ok, type Result } from '@datamigrate/foundation';
import { storeDiagnostics } from '../diagnostics.js';

interface Holder {
  readonly pid: number;
  readonly host: string;
  readonly start: string | null;
  readonly token: string;
}

export interface DirectoryLock {
  release(): Promise<void>;
}

const ATTEMPTS = 10;

/**
 * PGlite opens a directory twice without complaint, and rows are lost then. So the file beside it is made exclusively before
 * the directory is opened. A lock whose process is gone is taken over.
 */
export async function lockDirectory(folder: string): Promise<Result<DirectoryLock, Diagnostic>> {
  const file = `${folder}.lock`;
  const self: Holder = { pid: process.pid, host: hostname(), start: await startOf(process.pid), token: randomUUID() };
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    if (await created(file, JSON.stringify(self))) return ok({ release: () => release(file, self.token) });
    const text = await readFile(file, 'utf8').catch(() => undefined);
    if (text === undefined) continue;
    const holder = holderIn(text);
    // A file without content is being written by someone at this moment.
    if (holder === undefined && attempt < ATTEMPTS - 1) {
      await new Promise((resolve) => setTimeout(resolve, 50));
      continue;
    }
    if (holder && (await isAlive(holder))) {
      return err(
        storeDiagnostics.create('store-directory-locked', { folder, pid: holder.pid, host: holder.host, file }),
      );
    }
    await moveAway(file, text);
  }
  return err(storeDiagnostics.create('store-directory-locked', { folder, pid: 0, host: 'unknown', file }));
}

async function created(file: string, text: string): Promise<boolean> {
  try {
    const handle = await open(file, 'wx', 0o600);
    await handle.writeFile(text);
    await handle.close();
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

function holderIn(text: string): Holder | undefined {
  try {
    const { pid, host, start, token } = JSON.parse(text) as Partial<Holder>;
    if (typeof pid !== 'number' || typeof host !== 'string' || typeof token !== 'string') return undefined;
    return { pid, host, start: start ?? null, token };
  } catch {
    return undefined;
  }
}

/** A process of another computer cannot be looked at: it counts as alive. */
async function isAlive({ pid, host, start }: Holder): Promise<boolean> {
  if (host !== hostname()) return true;
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
  const now = await startOf(pid);
  if (now === 'gone') return false;
  return start === null || now === null || now === start;
}

/** Tells a process from a later one with its number. Linux only; elsewhere the number alone decides. */
async function startOf(pid: number): Promise<string | null> {
  try {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' || fields[0] === 'X' ? 'gone' : (fields[19] ?? null);
  } catch {
    return null;
  }
}

/** Two processes may find the same stale lock. The one that comes second has moved a living one: it goes back. */
async function moveAway(file: string, stale: string): Promise<void> {
  const aside = `${file}.${randomUUID()}`;
  try {
    await rename(file, aside);
  } catch {
    return;
  }
  if ((await readFile(aside, 'utf8')) !== stale) await link(aside, file).catch(() => {});
  await rm(aside, { force: true });
}

async function release(file: string, token: string): Promise<void> {
  const text = await readFile(file, 'utf8').catch(() => '');
  if (holderIn(text)?.token === token) await rm(file, { force: true });
}
