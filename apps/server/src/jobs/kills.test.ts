import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, describe, expect, it } from 'vitest';
import { hasPostgres, type Postgres, startPostgres } from '../testing/postgres.js';
import { type ServiceProcess, startProcess, workersOf } from '../testing/service-process.js';
import { smallDisk } from '../testing/small-disk.js';
import { TINY_SCRIPT } from '../testing/test-service.js';

/** More with KILL_ROUNDS=30, shared by the two stores. */
const ROUNDS = Number(process.env['KILL_ROUNDS'] ?? 2);
const SEED = Number(process.env['KILL_SEED'] ?? 20_261);
/** For each migration, after the last fault; a busy computer needs minutes for what takes ten seconds. */
const LONGEST_MS = 90_000;
const DISK_MB = 700;
/** How long the disk stays full, or the database away. */
const FAULT_MS = 6_000;

const WAYS = ['worker', 'server', 'connection', 'disk'] as const;
type Way = (typeof WAYS)[number];

const ends: (() => unknown)[] = [];
afterAll(async () => {
  for (const end of ends.reverse()) await end();
});

/** The same numbers at every run. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

interface Answered {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Record<string, unknown>;
}

async function call(url: string, cookie: string, method: string, path: string, body?: unknown): Promise<Answered> {
  const response = await fetch(`${url}/api/v1${path}`, {
    method,
    headers: {
      cookie,
      origin: url,
      accept: 'application/json',
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const { status, headers } = response;
  return { status, headers, body: (await response.json()) as Record<string, unknown> };
}

describe.skipIf(process.platform !== 'linux').each([
  { store: 'embedded', rounds: Math.ceil(ROUNDS / 2), isHere: true },
  { store: 'postgresql', rounds: Math.floor(ROUNDS / 2), isHere: hasPostgres },
])('$rounds faults at any moment, $store', ({ store, rounds, isHere }) => {
  it.skipIf(!isHere)(
    'end each migration right, with its work done once',
    async () => {
      const disk = smallDisk(DISK_MB);
      ends.push(disk.remove);
      const postgres = store === 'postgresql' ? await startPostgres() : undefined;
      if (postgres) ends.push(postgres.stop);
      const more: Record<string, string> = postgres ? { DATABASE_URL: postgres.url } : {};
      const start = async () => {
        const started = await startProcess(disk.folder, more);
        ends.push(started.kill);
        return started;
      };
      const random = randomFrom(SEED + rounds);
      const possible = WAYS.filter((way) => way !== 'connection' || postgres).filter(
        (way) => way !== 'disk' || disk.fill,
      );
      let server = await start();
      const token = /token=([\w-]+)/.exec(server.output)?.[1];
      const owner = { token, name: 'O', email: 'o@example.com', password: 'a long password', organisation: 'O' };
      const made = await call(server.url, '', 'POST', '/auth/setup', owner);
      expect(made.status).toBe(201);
      const cookie = String(made.headers.get('set-cookie')).split(';')[0] ?? '';
      const migrations: string[] = [];
      const ways: Record<string, number> = {};
      for (let round = 0; round < rounds; round++) {
        const source = { kind: 'script', text: TINY_SCRIPT, fileName: `round-${round}.sql` };
        const { status, body } = await call(server.url, cookie, 'POST', '/migrations', { source });
        expect(status).toBe(202);
        migrations.push(String(body['id']));
        // Each way comes about as often as the others, in an order of chance.
        const way = possible[(round + Math.floor(random() * 2)) % possible.length] ?? 'server';
        await pause(random() * 9_000);
        server = await afflicted(way, { server, start, postgres, fill: disk.fill });
        ways[way] = (ways[way] ?? 0) + 1;
      }
      const attempts = await allRight(server, cookie, migrations);
      console.info(`${store}: ${rounds} faults ${JSON.stringify(ways)}, attempts ${attempts.join(' ')}`);
      await server.kill();
    },
    2 * (rounds + 2) * LONGEST_MS,
  );
});

interface Scene {
  readonly server: ServiceProcess;
  readonly start: () => Promise<ServiceProcess>;
  readonly postgres: Postgres | undefined;
  readonly fill: (() => () => void) | undefined;
}

async function afflicted(way: Way, { server, start, postgres, fill }: Scene): Promise<ServiceProcess> {
  switch (way) {
    case 'worker':
      for (const pid of workersOf(server)) process.kill(-pid, 'SIGKILL');
      return server;
    case 'server':
      await server.kill();
      return start();
    case 'connection':
      for (const until = Date.now() + FAULT_MS; Date.now() < until; await pause(500)) postgres?.cut();
      return server;
    case 'disk': {
      const free = fill?.();
      await pause(FAULT_MS);
      free?.();
      return server;
    }
  }
}

/** What the service tells of the objects, to see why one is not where it should be. */
async function objectsOf(url: string, cookie: string, id: string): Promise<unknown[]> {
  const names = ['dbo.ExpensiveItem', 'dbo.Item'];
  const answers = await Promise.all(names.map((name) => call(url, cookie, 'GET', `/migrations/${id}/objects/${name}`)));
  return answers.map(({ body: { verdict, issues, evidence, reason } }) => ({ verdict, issues, evidence, reason }));
}

/** How many workers each migration took. */
async function allRight(
  { url, complaint }: ServiceProcess,
  cookie: string,
  migrations: readonly string[],
): Promise<unknown[]> {
  const attempts: unknown[] = [];
  const until = Date.now() + LONGEST_MS * (migrations.length + 1);
  for (const id of migrations) {
    let row: Record<string, unknown> = {};
    do {
      row = (await call(url, cookie, 'GET', `/migrations/${id}`)).body;
      await pause(500);
    } while (!['succeeded', 'failed', 'cancelled'].includes(String(row['state'])) && Date.now() < until);
    const parts = [row, ...(await objectsOf(url, cookie, id))].map((part) => JSON.stringify(part));
    const context = `${migrations.indexOf(id)}: ${parts.join('\n')}\n${complaint()}`;
    expect(row, context).toMatchObject({ state: 'succeeded', verdicts: { equal: 2 }, failure: null });
    attempts.push(row['attempts']);
    const { body } = await call(url, cookie, 'GET', `/migrations/${id}/events`);
    const events = body['data'] as { id: number; data: { kind: string; id?: string; state?: string } }[];
    // Numbered without gaps, each object converted and compared once, ended once.
    expect(events.map((event) => event.id)).toEqual(events.map((_, i) => i + 1));
    for (const kind of ['converted', 'object']) {
      const objects = events.flatMap(({ data }) => (data.kind === kind ? [data.id] : []));
      // What was tested while the disk was full is tested again, and told again.
      const told = kind === 'object' ? [...new Set(objects)] : objects;
      expect([kind, ...told.sort()]).toEqual([kind, 'dbo.ExpensiveItem', 'dbo.Item']);
    }
    expect(events.filter(({ data }) => data.state === 'succeeded')).toHaveLength(1);
  }
  // Charged once each, and no row is lost.
  const { body } = await call(url, cookie, 'GET', '/billing/ledger?limit=200');
  const ledger = body['data'] as { kind: string; migrationId: string }[];
  const charges = ledger.filter(({ kind }) => kind === 'migration').map(({ migrationId }) => migrationId);
  expect(charges.sort()).toEqual([...migrations].sort());
  const listed = (await call(url, cookie, 'GET', '/migrations?limit=200')).body['data'] as { id: string }[];
  expect(listed.map(({ id }) => id).sort()).toEqual([...migrations].sort());
  return attempts;
}
