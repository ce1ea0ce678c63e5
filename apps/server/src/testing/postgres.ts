import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

const BINARIES = '/usr/lib/postgresql/15/bin';
export const hasPostgres = existsSync(join(BINARIES, 'postgres'));

export interface Postgres {
  readonly url: string;
  /** Cuts all connections, whatever they are in the middle of. */
  cut(): void;
  stop(): void;
}

/** A server of its own in a temporary folder, reached by a Unix socket. PostgreSQL refuses to run as root. */
export async function startPostgres(): Promise<Postgres> {
  const folder = mkdtempSync(join(tmpdir(), 'dm-pg-'));
  const asRoot = process.getuid?.() === 0;
  if (asRoot) {
    chmodSync(folder, 0o755);
    spawnSync('chown', ['postgres', folder]);
  }
  const as = (name: string, args: string[]): [string, string[]] =>
    asRoot ? ['runuser', ['-u', 'postgres', '--', join(BINARIES, name), ...args]] : [join(BINARIES, name), args];
  const run = (name: string, args: string[]) => spawnSync(...as(name, args), { encoding: 'utf8', cwd: folder });
  const data = join(folder, 'data');
  const made = run('initdb', ['-D', data, '-A', 'trust', '-U', 'tester', '--no-sync', '-E', 'UTF8']);
  if (made.status !== 0) throw new Error(`initdb failed: ${made.stderr}`);
  const server = spawn(...as('postgres', ['-D', data, '-k', folder, '-c', 'listen_addresses=', '-c', 'fsync=off']), {
    cwd: folder,
    stdio: 'ignore',
    detached: true,
  });
  for (let i = 0; i < 200 && !existsSync(join(folder, '.s.PGSQL.5432')); i++) await pause(50);
  return {
    url: `postgresql://tester@localhost/postgres?host=${encodeURIComponent(folder)}`,
    cut() {
      const text = 'SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE pid <> pg_backend_pid()';
      run('psql', ['-h', folder, '-U', 'tester', '-d', 'postgres', '-c', text]);
    },
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
