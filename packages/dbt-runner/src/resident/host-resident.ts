import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { findDbtEnvironment } from '../environment.js';
import { spawnResident } from './open-resident.js';
import { canBeForked, RESIDENT_HOME_SETTING, RESIDENT_SETTING } from './residents.js';

/** What the system takes for the address of a socket. */
const LONGEST_PATH = 100;

export interface ResidentHost {
  /**
   * What the environment of a process must hold so that its runs of dbt are forked from the resident one of this process,
   * which is started when there is none. Empty where there can be none.
   */
  environmentVariables(): Readonly<Record<string, string>>;
  close(): void;
}

/** Keeps one resident dbt for the processes that this one starts. It sees nothing of the environment but `env`. */
export function hostResident(env: NodeJS.ProcessEnv = process.env): ResidentHost {
  let running: { readonly process: ChildProcess; readonly socket: string; readonly home: string } | undefined;
  const start = (): typeof running => {
    const environment = findDbtEnvironment();
    if (!environment.ok) return undefined;
    const socket = join(mkdtempSync(join(tmpdir(), 'datamigrate-dbt-')), 'socket');
    const remove = (): void => rmSync(dirname(socket), { recursive: true, force: true });
    if (Buffer.byteLength(socket) > LONGEST_PATH) {
      remove();
      return undefined;
    }
    const onEnd = (): void => {
      remove();
      if (running?.socket === socket) running = undefined;
    };
    const { process } = spawnResident(environment.value, { socket, env, onEnd });
    return { process, socket, home: environment.value.home };
  };
  return {
    environmentVariables() {
      if (!canBeForked()) return {};
      running ??= start();
      if (running === undefined) return {};
      return { [RESIDENT_SETTING]: running.socket, [RESIDENT_HOME_SETTING]: running.home };
    },
    close() {
      // The end of its input is the end of it.
      running?.process.stdin?.end();
    },
  };
}
