import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const BINARIES = '/usr/lib/postgresql/15/bin';

/** Why there is no server to test with; undefined where there is one. */
export const WITHOUT_POSTGRES = existsSync(join(BINARIES, 'postgres'))
  ? undefined
  : 'PostgreSQL 15 is not installed: tests on the server are skipped';

export interface PostgresServer {
  readonly url: string;
  stop(): void;
}

/** A server of its own in a temporary folder, reached by a Unix socket. PostgreSQL refuses to run as root. */
export async function startPostgres(): Promise<PostgresServer> {
  const folder = mkdtempSync(join(tmpdir(), 'dm-pg-'));
  const asRoot = process.getuid?.() === 0;
  if (asRoot) {
    chmodSync(folder, 0o755);
    spawnSync('chown', ['postgres', folder]);
  }
  const as = (command: string, args: string[]) =>
    asRoot ? (['runuser', ['-u', 'postgres', '--', command, ...args]] as const) : ([command, args] as const);
  const data = join(folder, 'data');
  const [init, initArgs] = as(join(BINARIES, 'initdb'), [
    '-D',
    data,
    '-A',
    'trust',
    '-U',
    'tester',
    '--no-sync',
    '-E',
    'UTF8',
    '--locale=C.UTF-8',
  ]);
  const made = spawnSync(init, initArgs, { encoding: 'utf8', cwd: folder });
  if (made.status !== 0) throw new Error(`initdb failed: ${made.stderr}`);
  const [program, args] = as(join(BINARIES, 'postgres'), [
    '-D',
    data,
    '-k',
    folder,
    '-c',
    'listen_addresses=',
    '-c',
    'fsync=off',
  ]);
  const server = spawn(program, args, { cwd: folder, stdio: 'ignore', detached: true });
  const url = `postgresql://tester@localhost/postgres?host=${encodeURIComponent(folder)}`;
  await until(() => existsSync(join(folder, '.s.PGSQL.5432')));
  return {
    url,
    stop() {
      try {
        // Its whole group: runuser stands between.
        if (server.pid !== undefined) process.kill(-server.pid, 'SIGINT');
      } catch {
        // It has ended already.
      }
      rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 });
    },
  };
}

async function until(holds: () => boolean): Promise<void> {
  for (let i = 0; i < 200; i++) {
    if (holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('PostgreSQL did not start');
}
