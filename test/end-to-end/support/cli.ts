import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const CLI = join(ROOT, 'apps/cli/bin/datamigrate.mjs');

export interface Finished {
  /** Null when a signal ended the process. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Where the set-up makes dbt; without it nothing can be migrated. */
export const hasDbt = existsSync(join(ROOT, '.cache/dbt/.datamigrate-stamp'));

/** Starts the command line as users do. Its process group is its own, as that of a terminal's job. */
export function startCli(args: readonly string[], cwd = ROOT): { child: ChildProcess; finished: Promise<Finished> } {
  if (!existsSync(join(ROOT, 'apps/cli/dist/index.js'))) throw new Error('Build the command line first: npm run setup');
  const child = spawn(process.execPath, [CLI, ...args], {
    cwd,
    detached: process.platform !== 'win32',
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, NO_COLOR: '1', DATAMIGRATE_DEBUG: '' },
  });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk) => (stdout += String(chunk)));
  child.stderr.on('data', (chunk) => (stderr += String(chunk)));
  const finished = new Promise<Finished>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, stdout, stderr }));
  });
  return { child, finished };
}

export function cli(...args: readonly string[]): Promise<Finished> {
  return startCli(args).finished;
}

/** kill -9 for a process and all that it started; nothing when it has ended, for its number may be another's by then. */
export function killTree({ pid, exitCode, signalCode }: ChildProcess): void {
  if (pid === undefined || exitCode !== null || signalCode !== null) return;
  for (const each of [pid, ...descendants(pid)]) {
    try {
      process.kill(each, 'SIGKILL');
    } catch {
      // It has ended by itself.
    }
  }
}

function descendants(pid: number): number[] {
  const children = new Map<number, number[]>();
  for (const entry of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      // The name of the program stands in brackets and may hold anything.
      const parent = Number(readFileSync(`/proc/${entry}/stat`, 'utf8').split(') ').at(-1)?.split(' ')[1]);
      children.set(parent, [...(children.get(parent) ?? []), Number(entry)]);
    } catch {
      // It has ended meanwhile.
    }
  }
  const found: number[] = [];
  const open = [pid];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const own = children.get(next) ?? [];
    found.push(...own);
    open.push(...own);
  }
  return found;
}

/** Waits for something to come true; ends early, without it, when the process does. */
export async function until(child: ChildProcess, isTrue: () => boolean): Promise<void> {
  while (child.exitCode === null && child.signalCode === null && !isTrue()) {
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
