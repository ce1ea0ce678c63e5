import type { DbtEnvironment } from '../environment.js';
import { connectResident, spawnResident } from './open-resident.js';
import type { Resident } from './resident.js';

/** One that is lost again and again would cost more than it saves. */
const MOST_LOST = 3;
/** `off`, or the socket of one that another process keeps. */
export const RESIDENT_SETTING = 'DATAMIGRATE_DBT_RESIDENT';
/** The environment of the one that another process keeps. */
export const RESIDENT_HOME_SETTING = 'DATAMIGRATE_DBT_RESIDENT_HOME';

interface Kept {
  resident: Resident | undefined;
  opening: Promise<Resident | undefined> | undefined;
  lost: number;
}

/** By environment: each has other adapters. */
const kept = new Map<string, Kept>();

/**
 * The resident process of an environment, started when there is none. Undefined where processes cannot be forked safely:
 * Windows has no fork, and libraries of macOS forbid it.
 */
export async function residentOf(environment: DbtEnvironment): Promise<Resident | undefined> {
  if (!canBeForked()) return undefined;
  const entry = kept.get(environment.home) ?? { resident: undefined, opening: undefined, lost: 0 };
  kept.set(environment.home, entry);
  if (entry.resident !== undefined && !entry.resident.isLost) return entry.resident;
  if (entry.lost >= MOST_LOST) return undefined;
  entry.opening ??= open(environment, entry).finally(() => {
    entry.opening = undefined;
  });
  entry.resident = await entry.opening;
  return entry.resident;
}

export function canBeForked(): boolean {
  return process.platform === 'linux' && process.env[RESIDENT_SETTING] !== 'off';
}

async function open(environment: DbtEnvironment, entry: Kept): Promise<Resident> {
  const socket = process.env[RESIDENT_SETTING];
  const isOurs = process.env[RESIDENT_HOME_SETTING] === environment.home;
  const shared = socket && isOurs ? await connectResident(socket) : undefined;
  if (shared !== undefined) return shared;
  const onEnd = (exitCode: number | null): void => {
    // It ends by itself when it was idle for long.
    if (exitCode !== 0) entry.lost++;
  };
  return spawnResident(environment, { env: process.env, onEnd }).resident;
}
