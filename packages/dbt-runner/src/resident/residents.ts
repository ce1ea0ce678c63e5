import type { DbtEnvironment } from '../environment.js';
import { ResidentProcess } from './resident-process.js';

/** It holds about 160 MB. */
const IDLE_MS = 300_000;
/** One that is lost again and again would cost more than it saves. */
const MOST_LOST = 3;

interface Kept {
  process: ResidentProcess | undefined;
  lost: number;
  idle: NodeJS.Timeout | undefined;
}

/** By environment: each has other adapters. */
const kept = new Map<string, Kept>();

/**
 * The resident process of an environment, started when there is none. Undefined where processes cannot be forked safely:
 * Windows has no fork, and libraries of macOS forbid it.
 */
export function residentOf({ python, home }: DbtEnvironment): ResidentProcess | undefined {
  if (process.platform !== 'linux' || process.env['DATAMIGRATE_DBT_RESIDENT'] === 'off') return undefined;
  const entry = kept.get(home) ?? { process: undefined, lost: 0, idle: undefined };
  kept.set(home, entry);
  if (entry.lost >= MOST_LOST) return undefined;
  clearTimeout(entry.idle);
  if (entry.process === undefined || entry.process.isLost) {
    entry.process = new ResidentProcess(python, home, {
      idle: () => awaitUse(entry),
      lost: () => {
        entry.lost++;
      },
    });
  }
  awaitUse(entry);
  return entry.process;
}

/** Without a run for so long it is let go; the next one starts another. */
function awaitUse(entry: Kept): void {
  clearTimeout(entry.idle);
  entry.idle = setTimeout(() => {
    if (entry.process?.isBusy) return;
    entry.process?.end();
    entry.process = undefined;
    entry.lost = 0;
  }, IDLE_MS).unref();
}
