import { expect, it } from 'vitest';
import { newOrganisation, onBothDatabases, SERVICE } from '../testing/stores.js';
import type { Claim, JobQueue } from './job-queue.js';
import { backoffMs } from './job-queue.js';

let kinds = 0;
const nextKind = () => `kind-${++kinds}`;
const claim = (queue: JobQueue, kind: string, worker = 'w1', leaseMs = 60_000) =>
  queue.claim({ worker, kinds: [kind], leaseMs });
const job = (kind: string, rest: object = {}) => ({ kind, organisationId: null, payload: { n: 1 }, ...rest });
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

onBothDatabases('job queue', (bench) => {
  it('gives each job to one worker, the most urgent first', async () => {
    const { store, other } = bench();
    const kind = nextKind();
    for (let i = 0; i < 20; i++) await store.queue.enqueue(job(kind, { priority: i % 3, payload: { i } }));
    const work = async (queue: JobQueue, worker: string) => {
      const claims: Claim[] = [];
      for (let next = await claim(queue, kind, worker); next; next = await claim(queue, kind, worker))
        claims.push(next);
      return claims;
    };
    const byWorker = await Promise.all([work(store.queue, 'w1'), work(other.queue, 'w2'), work(store.queue, 'w3')]);
    const claims = byWorker.flat();
    expect(new Set(claims.map(({ id }) => id)).size).toBe(20);
    expect(claims).toHaveLength(20);
    // Which worker hears of its job first is open, but to none of them does the urgency rise.
    for (const own of byWorker) {
      const priorities = own.map(({ payload }) => Number((payload as { i: number }).i) % 3);
      expect(priorities).toEqual([...priorities].sort((a, b) => b - a));
    }
  });

  it('makes one job for a key until it ends', async () => {
    const { queue } = bench().store;
    const kind = nextKind();
    const first = await queue.enqueue(job(kind, { dedupeKey: kind }));
    expect(await queue.enqueue(job(kind, { dedupeKey: kind }))).toEqual({ id: first.id, isNew: false });
    const held = await claim(queue, kind);
    expect(await queue.complete(held!)).toBe(true);
    expect((await queue.enqueue(job(kind, { dedupeKey: kind }))).isNew).toBe(true);
  });

  it('hands a job on when its lease has run out, and the former worker is told', async () => {
    const { queue } = bench().store;
    const kind = nextKind();
    await queue.enqueue(job(kind));
    const first = (await claim(queue, kind, 'w1', 30))!;
    expect(await claim(queue, kind, 'w2')).toBeUndefined();
    await pause(60);
    const second = (await claim(queue, kind, 'w2'))!;
    expect(second).toMatchObject({ id: first.id, attempt: 2 });
    expect(await queue.heartbeat(first, 1000)).toBe('lost');
    expect(await queue.complete(first)).toBe(false);
    expect(await queue.fail(first, 'x')).toBe('lost');
    expect(await queue.heartbeat(second, 1000)).toBe('ok');
    expect(await queue.complete(second)).toBe(true);
  });

  it('keeps a lease that beats', async () => {
    const { queue } = bench().store;
    const kind = nextKind();
    await queue.enqueue(job(kind));
    const held = (await claim(queue, kind, 'w1', 80))!;
    for (let i = 0; i < 4; i++) {
      await pause(40);
      expect(await queue.heartbeat(held, 80)).toBe('ok');
    }
    expect(await claim(queue, kind, 'w2')).toBeUndefined();
  });

  it('tries again later, then gives up', async () => {
    const { store } = bench();
    const kind = nextKind();
    const { id } = await store.queue.enqueue(job(kind, { maxAttempts: 2 }));
    expect(await store.queue.fail((await claim(store.queue, kind))!, 'first', { delayMs: 30 })).toBe('retry');
    expect(await claim(store.queue, kind)).toBeUndefined();
    await pause(50);
    expect(await store.queue.fail((await claim(store.queue, kind))!, 'second')).toBe('failed');
    expect(await store.jobs.find(SERVICE, id)).toMatchObject({ state: 'failed', lastError: 'second', attempts: 2 });
  });

  it('cancels what waits, and asks what runs', async () => {
    const { queue } = bench().store;
    const kind = nextKind();
    const waiting = await queue.enqueue(job(kind));
    expect(await queue.cancel(waiting.id)).toBe('cancelled');
    expect(await claim(queue, kind)).toBeUndefined();
    const running = await queue.enqueue(job(kind));
    const held = (await claim(queue, kind))!;
    expect(await queue.cancel(running.id)).toBe('requested');
    expect(await queue.heartbeat(held, 1000)).toBe('cancel');
    expect(await queue.complete(held, 'cancelled')).toBe(true);
    expect(await queue.cancel(running.id)).toBe('finished');
  });

  it('runs no more migrations of an organisation than its plan allows', async () => {
    const { store, other } = bench();
    const [free, pro] = [await newOrganisation(store, 'free'), await newOrganisation(store, 'pro')];
    for (const { scope } of [free, pro]) {
      for (let i = 0; i < 5; i++) {
        await store.queue.enqueue({ kind: 'migration', organisationId: scope.organisationId, payload: {} });
      }
    }
    const claims = await Promise.all(
      Array.from({ length: 10 }, (_, i) => claim((i % 2 ? store : other).queue, 'migration', `w${i}`)),
    );
    const of = (id: string) => claims.filter((one) => one?.organisationId === id).length;
    expect([of(free.scope.organisationId), of(pro.scope.organisationId)]).toEqual([1, 3]);
    for (const one of claims) if (one) await store.queue.complete(one);
    expect(await claim(store.queue, 'migration')).toBeDefined();
  });

  it('tells one process of each recurring task', async () => {
    const { store, other } = bench();
    const tasks = [{ name: nextKind(), everyMs: 1000 }];
    const now = new Date();
    const told = await Promise.all([store, other, store].map((at) => at.jobs.due(SERVICE, tasks, now)));
    expect(told.flat()).toHaveLength(1);
    expect(await store.jobs.due(SERVICE, tasks, new Date(now.getTime() + 500))).toEqual([]);
    expect(await store.jobs.due(SERVICE, tasks, new Date(now.getTime() + 1500))).toHaveLength(1);
  });
});

it('waits longer each time', () => {
  expect([1, 2, 3, 4, 20].map(backoffMs)).toEqual([2000, 8000, 32_000, 128_000, 3_600_000]);
});
