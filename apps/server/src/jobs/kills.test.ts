import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, it } from 'vitest';
import { TINY_SCRIPT } from '../testing/test-service.js';

/** More with KILL_ROUNDS=30; each round kills what works on the migration, or the whole service. */
const ROUNDS = Number(process.env['KILL_ROUNDS'] ?? 2);
const SEED = 20_261;
const PROGRAM = fileURLToPath(new URL('../../bin/datamigrate-server.mjs', import.meta.url));
const LONGEST_MS = 100_000;

const folder = mkdtempSync(join(tmpdir(), 'dm-kill-'));
const living = new Set<ChildProcess>();
afterAll(() => {
  for (const child of living) child.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
});

/** The same numbers at every run. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

interface Server {
  readonly url: string;
  readonly child: ChildProcess;
  readonly output: string;
}

async function start(): Promise<Server> {
  const { DATABASE_URL: _, REDIS_URL: __, ...env } = process.env;
  const child = spawn(process.execPath, [PROGRAM, '--port', '0', '--data', folder], {
    env: { ...env, LOG_LEVEL: 'error' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  living.add(child);
  let output = '';
  let complaint = '';
  child.stdout?.on('data', (text) => (output += String(text)));
  child.stderr?.on('data', (text) => (complaint += String(text)));
  for (let i = 0; i < 1200; i++) {
    const [, url] = /DataMigrate is at (\S+)/.exec(output) ?? [];
    if (url && output.includes('Ctrl-C')) return { url, child, output };
    if (child.exitCode !== null) throw new Error(`the service ended: ${complaint}`);
    await pause(50);
  }
  throw new Error(`the service did not start: ${complaint}`);
}

async function killed({ child }: Server): Promise<void> {
  const closed = new Promise((resolve) => child.once('close', resolve));
  child.kill('SIGKILL');
  await closed;
  living.delete(child);
}

/** Children of the service: the processes of migrations. */
function workersOf(pid: number | undefined): number[] {
  try {
    return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean).map(Number);
  } catch {
    return [];
  }
}

async function call(url: string, cookie: string, method: string, path: string, body?: unknown) {
  const response = await fetch(`${url}/api/v1${path}`, {
    method,
    headers: { cookie, origin: url, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return {
    status: response.status,
    headers: response.headers,
    body: (await response.json()) as Record<string, unknown>,
  };
}

it.skipIf(process.platform !== 'linux')(
  `ends each migration right, with its work done once, through ${ROUNDS} kills at any moment`,
  async () => {
    const random = randomFrom(SEED);
    let server = await start();
    const token = /token=([\w-]+)/.exec(server.output)?.[1];
    const owner = { token, name: 'O', email: 'o@example.com', password: 'a long password', organisation: 'O' };
    const made = await call(server.url, '', 'POST', '/auth/setup', owner);
    expect(made.status).toBe(201);
    const cookie = String(made.headers.get('set-cookie')).split(';')[0] ?? '';
    const migrations: string[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      const source = { kind: 'script', text: TINY_SCRIPT, fileName: `round-${round}.sql` };
      const { status, body } = await call(server.url, cookie, 'POST', '/migrations', { source });
      expect(status).toBe(202);
      migrations.push(String(body['id']));
      await pause(random() * 9_000);
      const workers = workersOf(server.child.pid);
      if (random() < 0.5 && workers.length > 0) {
        for (const pid of workers) process.kill(-pid, 'SIGKILL');
      } else {
        await killed(server);
        server = await start();
      }
    }
    for (const id of migrations) {
      const until = Date.now() + LONGEST_MS;
      let row: Record<string, unknown> = {};
      do {
        row = (await call(server.url, cookie, 'GET', `/migrations/${id}`)).body;
        await pause(500);
      } while ((row['state'] === 'queued' || row['state'] === 'running') && Date.now() < until);
      expect(row).toMatchObject({ state: 'succeeded', verdicts: { equal: 2 }, failure: null });
      const events = (await fetch(`${server.url}/api/v1/migrations/${id}/events`, {
        headers: { cookie, accept: 'application/json' },
      }).then((one) => one.json())) as { data: { id: number; data: { kind: string; id?: string; state?: string } }[] };
      // Numbered without gaps, each object finished once, ended once.
      expect(events.data.map((event) => event.id)).toEqual(events.data.map((_, i) => i + 1));
      const objects = events.data.flatMap(({ data }) => (data.kind === 'object' ? [data.id] : []));
      expect(objects.sort()).toEqual(['dbo.ExpensiveItem', 'dbo.Item']);
      expect(events.data.filter(({ data }) => data.state === 'succeeded')).toHaveLength(1);
    }
    // Charged once each, and no row is lost.
    const ledger = (await call(server.url, cookie, 'GET', '/billing/ledger?limit=200')).body['data'] as {
      kind: string;
      migrationId: string;
    }[];
    const charges = ledger.filter(({ kind }) => kind === 'migration').map(({ migrationId }) => migrationId);
    expect(charges.sort()).toEqual([...migrations].sort());
    await killed(server);
  },
  ROUNDS * LONGEST_MS + 120_000,
);
