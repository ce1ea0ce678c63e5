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
});
