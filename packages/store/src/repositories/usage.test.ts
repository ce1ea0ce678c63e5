import { expect, it } from 'vitest';
import { newOrganisation, onBothDatabases } from '../testing/stores.js';
import { usageBatch } from './usage-batch.js';

const call = {
  keyId: 'key_1',
  userId: null,
  caller: 'Nightly "run", Zürich',
  operation: 'getMigration',
  method: 'GET',
  status: 200,
  milliseconds: 3,
  requestId: 'r-1',
};

onBothDatabases('usage', (bench) => {
  it('writes a batch as a row for each call, whatever is in their names', async () => {
    const { store } = bench();
    const { scope } = await newOrganisation(store);
    const batch = usageBatch();
    const start = Date.parse('2026-11-20T10:00:00.123Z');
    batch.add({ ...call, at: new Date(start) });
    batch.add({ ...call, requestId: 'with, a "comma" and\n\\ more {', at: new Date(start) });
    batch.add({ ...call, keyId: null, userId: 'usr_1', caller: null, status: 404, at: new Date(start + 1) });
    await store.usage.log(scope, batch);
    await store.usage.log(scope, usageBatch());

    const { data } = await store.usage.calls(scope, { limit: 10 });
    expect(data.map(({ id: _, organisationId: __, ...row }) => row).reverse()).toEqual([
      { ...call, at: new Date(start) },
      { ...call, requestId: 'with, a "comma" and\n\\ more {', at: new Date(start) },
      { ...call, keyId: null, userId: 'usr_1', caller: null, status: 404, at: new Date(start + 1) },
    ]);
    for (const { id } of data) expect(id).toMatch(/^use_[0-9a-hjkmnp-tv-z]{26}$/);
  });

  it('counts what belongs to the organisation, in batches of any size', async () => {
    const { store } = bench();
    const [{ scope }, { scope: other }] = [await newOrganisation(store), await newOrganisation(store)];
    const many = usageBatch();
    for (let i = 0; i < 5000; i++)
      many.add({ ...call, requestId: `r-${i}`, at: new Date(Date.parse('2026-11-20') + i) });
    await Promise.all([store.usage.log(scope, many), store.usage.log(other, many)]);
    const days = await store.usage.callsByDay(scope, new Date('2026-11-20'), new Date('2026-11-21'));
    expect(days).toEqual([{ date: '2026-11-20', calls: 5000 }]);
  });

  it('counts days and keys of batches that lie across midnight, and of those beside the time asked for', async () => {
    const { store } = bench();
    const { scope } = await newOrganisation(store);
    const batchOf = (keyId: string | null, ...times: string[]) => {
      const batch = usageBatch();
      for (const time of times) batch.add({ ...call, keyId, at: new Date(time) });
      return batch;
    };
    await store.usage.log(scope, batchOf('key_a', '2026-11-19T23:59:59.900Z', '2026-11-20T00:00:00.100Z'));
    await store.usage.log(scope, batchOf('key_b', '2026-11-20T12:00:00Z', '2026-11-20T11:59:59Z'));
    await store.usage.log(scope, batchOf(null, '2026-11-20T23:59:59.999Z', '2026-11-21T00:00:00Z'));
    const period = [new Date('2026-11-20'), new Date('2026-11-21')] as const;
    expect(await store.usage.callsByDay(scope, ...period)).toEqual([{ date: '2026-11-20', calls: 4 }]);
    expect(await store.usage.callsByKey(scope, ...period)).toEqual([
      { keyId: 'key_b', name: '', calls: 2 },
      { keyId: 'key_a', name: '', calls: 1 },
    ]);
  });

  it.each([1, 2, 7, 100])('gives pages of %d from batches that overlap, newest first, none twice', async (limit) => {
    const { store } = bench();
    const { scope } = await newOrganisation(store);
    // Two processes write at the same time; many calls of a moment.
    const batches = Array.from({ length: 12 }, () => usageBatch());
    for (let i = 0; i < 60; i++) {
      const at = new Date(Date.parse('2026-11-20') + Math.floor(i / 3));
      batches[(i % 2) * 6 + Math.floor(i / 10)]?.add({ ...call, requestId: `r-${i}`, at });
    }
    for (const batch of batches) await store.usage.log(scope, batch);
    const seen: { at: Date; id: string; requestId: string }[] = [];
    let cursor: string | undefined;
    do {
      const page = await store.usage.calls(scope, { limit, cursor });
      seen.push(...page.data);
      expect(page.data.length).toBeLessThanOrEqual(limit);
      cursor = page.nextCursor ?? undefined;
    } while (cursor);
    expect(new Set(seen.map(({ requestId }) => requestId)).size).toBe(60);
    const order = seen.map(({ at, id }) => `${at.toISOString()} ${id}`);
    expect(order).toEqual([...order].sort().reverse());
    expect(seen).toHaveLength(60);
  });
});
