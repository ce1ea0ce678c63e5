import { serveTds, type TdsServer } from '@datamigrate/tds';
import { loadScripts } from '@datamigrate/tsql-engine';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { newPerson, testService } from '../testing/test-service.js';

/** The first answer for a name is a public address; whoever asks again is told the truth. */
vi.mock('node:dns/promises', async (original) => ({
  ...(await original<typeof import('node:dns/promises')>()),
  lookup: async () => [{ address: '93.184.216.34', family: 4 }],
}));

const credentials = { user: 'sa', password: 'p' };
const [guarded, open] = [await testService({ privateAddresses: false }), await testService({ privateAddresses: true })];
guarded.startWorkers();
let server: TdsServer;
beforeAll(async () => {
  const { database } = loadScripts([{ name: 'a.sql', text: 'CREATE TABLE dbo.A (Id int)' }], { name: 'Shop' });
  const started = await serveTds({ database, port: 0, credentials });
  if (!started.ok) throw new Error(started.error.message);
  server = started.value;
});
afterAll(async () => {
  await Promise.all([guarded.close(), open.close()]);
  await server.close();
});

const settings = () => ({ host: 'localhost', port: server.port, database: 'Shop', ...credentials, encrypt: false });
const REFUSED = 'it leads to an address that may not be reached from here';

it('tests no connection at another address than the one that was checked', async () => {
  const test = await (await newPerson(guarded)).post('/connections/test', settings());
  expect(test.body).toMatchObject({ ok: false, detail: expect.stringContaining(REFUSED) });
  expect((await (await newPerson(open)).post('/connections/test', settings())).body).toMatchObject({ ok: true });
});

it('neither estimates nor migrates from there', async () => {
  const person = await newPerson(guarded);
  const { body } = await person.post('/connections', { name: 'Shop', ...settings() });
  const source = { kind: 'connection', connectionId: body['id'] };
  const estimate = await person.post('/migrations/estimate', { source });
  expect(estimate.text).toContain(REFUSED);
  const made = await person.post('/migrations', { source });
  expect(made.status).toBe(202);
  const ended = await person.get(`/migrations/${made.body['id']}`, { prefer: 'wait=60' });
  expect(ended.body).toMatchObject({ state: 'failed', failure: { message: expect.stringContaining(REFUSED) } });
}, 90_000);
