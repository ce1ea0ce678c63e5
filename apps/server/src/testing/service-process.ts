import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const PROGRAM = fileURLToPath(new URL('../../bin/datamigrate-server.mjs', import.meta.url));

export interface ServiceProcess {
  readonly url: string;
  readonly child: ChildProcess;
  readonly output: string;
  /** The end of its log. */
  complaint(): string;
  /** kill -9, and its end. */
  kill(): Promise<void>;
}

/** The built service as a process of its own. */
export async function startProcess(data: string, more: Record<string, string> = {}): Promise<ServiceProcess> {
  const { DATABASE_URL: _, REDIS_URL: __, ...env } = process.env;
  const child = spawn(process.execPath, [PROGRAM, '--port', '0', '--data', data], {
    env: { ...env, LOG_LEVEL: 'warn', ...more },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  let complaint = '';
  child.stdout?.on('data', (text) => (output += String(text)));
  child.stderr?.on('data', (text) => (complaint = (complaint + String(text)).slice(-20_000)));
  const kill = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const closed = new Promise((resolve) => child.once('close', resolve));
    child.kill('SIGKILL');
    await closed;
  };
  for (let i = 0; i < 1200; i++) {
    const [, url] = /DataMigrate is at (\S+)/.exec(output) ?? [];
    if (url && output.includes('Ctrl-C')) return { url, child, output, complaint: () => complaint, kill };
    if (child.exitCode !== null) break;
    await pause(50);
  }
  await kill();
  throw new Error(`the service did not start: ${complaint}`);
}

/** Children of the service: the processes of migrations. */
export function workersOf({ child }: ServiceProcess): number[] {
  try {
    const text = readFileSync(`/proc/${child.pid}/task/${child.pid}/children`, 'utf8');
    return text.trim().split(' ').filter(Boolean).map(Number);
  } catch {
    return [];
  }
}
