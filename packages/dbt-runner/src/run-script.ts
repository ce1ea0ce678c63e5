import { fileURLToPath } from 'node:url';
import type { DbtEnvironment } from './environment.js';
import { type ProcessEnd, type RunOptions, runProcess } from './process/run-process.js';
import { residentOf } from './resident/residents.js';
import { runInResident } from './resident/run-in-resident.js';

const SCRIPTS = new URL('../python/', import.meta.url);

export interface ScriptOptions extends RunOptions {
  readonly environment: DbtEnvironment;
  /** In the folder of our own programs in Python. */
  readonly script: string;
}

/**
 * Runs a script in a process of its own: forked from one that has dbt loaded where that is possible, else a new one, which
 * takes seconds longer.
 */
export async function runScript(options: ScriptOptions): Promise<ProcessEnd> {
  const { environment, script, args } = options;
  const resident = await residentOf(environment);
  const end = resident && (await runInResident(resident, options));
  if (end !== undefined) return end;
  const command = environment.python;
  return runProcess({ ...options, command, args: [fileURLToPath(new URL(script, SCRIPTS)), ...args] });
}

/** Starts loading dbt, for a run that will come. */
export function prepareDbt(environment: DbtEnvironment): void {
  void residentOf(environment);
}
