import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { dirname } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { DbtEnvironment } from '../environment.js';
import { dbtProcessEnvironment } from '../process/dbt-process-environment.js';
import { Resident } from './resident.js';

const PROGRAM = fileURLToPath(new URL('../../python/resident_dbt.py', import.meta.url));
/** Until a process that was just started listens. */
const CONNECT_MS = 5_000;
const AGAIN_MS = 50;

/** Starts one; `socket` is where others may reach it too. */
export function spawnResident(
  { python, home }: DbtEnvironment,
  { socket, env, onEnd }: { socket?: string; env: NodeJS.ProcessEnv; onEnd: (exitCode: number | null) => void },
): { readonly resident: Resident; readonly process: ChildProcess } {
  const child = spawn(python, [PROGRAM, ...(socket === undefined ? [] : [socket])], {
    cwd: home,
    env: dbtProcessEnvironment(env),
    stdio: ['pipe', 'pipe', 'ignore'],
    // An interrupt from the terminal is for this process, which ends the runs in order.
    detached: true,
  });
  // Pipes are sockets, though the types do not say so.
  const handles = [child, child.stdin, child.stdout] as unknown as Handle[];
  const resident = new Resident({
    input: child.stdin,
    output: child.stdout,
    hold: (isHeld) => hold(handles, isHeld),
    cut: () => void child.kill('SIGKILL'),
  });
  const end = (exitCode: number | null): void => {
    const isFirst = !resident.isLost;
    resident.lose();
    if (isFirst) onEnd(exitCode);
  };
  child.on('error', () => end(null)).on('close', end);
  return { resident, process: child };
}

/** The one that another process has started. */
export async function connectResident(path: string): Promise<Resident | undefined> {
  for (const until = Date.now() + CONNECT_MS; Date.now() < until && existsSync(dirname(path)); await pause(AGAIN_MS)) {
    const socket = await connected(path);
    if (socket === undefined) continue;
    const resident = new Resident({
      input: socket,
      output: socket,
      hold: (isHeld) => hold([socket], isHeld),
      cut: () => socket.destroy(),
    });
    socket.on('close', () => resident.lose());
    return resident;
  }
  return undefined;
}

function connected(path: string): Promise<Socket | undefined> {
  return new Promise((resolve) => {
    const socket = connect(path);
    socket.once('connect', () => {
      socket.removeAllListeners('error').on('error', () => {});
      resolve(socket);
    });
    socket.once('error', () => resolve(undefined));
  });
}

interface Handle {
  ref(): unknown;
  unref(): unknown;
}

function hold(handles: readonly Handle[], isHeld: boolean): void {
  for (const handle of handles) {
    if (isHeld) handle.ref();
    else handle.unref();
  }
}
