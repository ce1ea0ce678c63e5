import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { serveTds, type TdsServer } from '@datamigrate/tds';
import { loadScripts } from '@datamigrate/tsql-engine';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { newKey, newPerson, type TestPerson, testService } from '../testing/test-service.js';

const SHOP = `
CREATE TABLE dbo.Product (Id int NOT NULL PRIMARY KEY, Name nvarchar(20) NOT NULL, Price decimal(9,2) NULL);
INSERT dbo.Product VALUES (1, N'Rope', 12.50), (2, N'Anker ø', NULL), (3, N'Buoy', 99.99);
CREATE TABLE dbo.Price_log (Id int NOT NULL PRIMARY KEY, Price decimal(9,2) NULL);
GO
CREATE VIEW dbo.Dear AS SELECT Id, Name, Price * 2 AS Twice FROM dbo.Product WHERE Price > 50;
GO
CREATE PROCEDURE dbo.usp_Log AS INSERT dbo.Price_log (Id, Price) SELECT Id, Price FROM dbo.Product;
`;
const PASSWORD = 'geheim:74/31@$&x';

const service = await testService();
service.startWorkers();
let server: TdsServer;
beforeAll(async () => {
  const { database } = loadScripts([{ name: 'shop.sql', text: SHOP }], { name: 'Shop' });
  const started = await serveTds({ database, port: 0, credentials: { user: 'sa', password: PASSWORD } });
  if (!started.ok) throw new Error(started.error.message);
  server = started.value;
});
afterAll(async () => {
  await service.close();
  await server.close();
});

async function connected(person: TestPerson, password = PASSWORD): Promise<string> {
  const { body } = await person.post('/connections', {
    ...{ name: `Shop ${password.length}`, host: '127.0.0.1', port: server.port, database: 'Shop' },
    ...{ user: 'sa', password, encrypt: false },
  });
  return String(body['id']);
}

const ended = async (person: TestPerson, id: unknown) =>
  (await person.get(`/migrations/${id}`, { prefer: 'wait=60' })).body;

/** Everything that stands in the data folder. */
function written(folder: string): string {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1'))
    .join('\n');
}

it('migrates from a server, through a checkpoint, and writes its password nowhere', async () => {
  const person = await newPerson(service);
  const connectionId = await connected(person);
  const source = { kind: 'connection', connectionId, exclude: ['Price*'] };
  const estimate = await person.post('/migrations/estimate', { source });
  expect(estimate.body).toMatchObject({ tables: 1, views: 1, procedures: 1, models: 3, cents: 13, files: 0 });

  const made = await person.post('/migrations', { source, checkpoints: ['plan'], exclude: ['dbo.usp_Log'] });
  expect(made.status).toBe(202);
  expect(made.body).toMatchObject({
    name: `Shop ${PASSWORD.length}`,
    source: { kind: 'connection', connection: { id: connectionId, include: [], exclude: ['Price*'], rows: null } },
  });
  const { id } = made.body;
  expect(await ended(person, id)).toMatchObject({ state: 'waiting', failure: null, database: 'Shop' });
  // Another process reads the server again.
  expect((await person.post(`/migrations/${id}/approve`, { checkpoint: 'plan' })).status).toBe(202);
  expect(await ended(person, id)).toMatchObject({ state: 'succeeded', verdicts: { equal: 2 }, failure: null });
  const { body: view } = await person.get(`/migrations/${id}/objects/dbo.Dear`);
  expect(view).toMatchObject({
    verdict: 'equal',
    source: { text: expect.stringContaining('CREATE VIEW') },
    evidence: [{ rowsSource: 1, rowsTarget: 1 }],
  });
  expect((await person.get(`/migrations/${id}/objects/dbo.Price_log`)).status).toBe(404);
  const events = await person.get(`/migrations/${id}/events`, { accept: 'application/json' });
  const everything = written(service.data) + made.text + events.text + (await person.get('/audit')).text;
  for (const form of [PASSWORD, encodeURIComponent(PASSWORD)]) expect(everything).not.toContain(form);
});

it('says what the server said when it refuses', async () => {
  const person = await newPerson(service);
  const connectionId = await connected(person, 'wrong');
  const source = { kind: 'connection', connectionId, include: ['Product'] };
  const { body } = await person.post('/migrations', { source });
  expect(await ended(person, body['id'])).toMatchObject({ state: 'failed', failure: { code: 'live-login-failed' } });
  const estimate = await person.post('/migrations/estimate', { source });
  expect(estimate).toMatchObject({ status: 422, body: { code: 'api-connection-failed' } });
  expect(estimate.text).toContain('live-login-failed');
  // With the right one it goes on.
  await person.send('PATCH', `/connections/${connectionId}`, { body: { password: PASSWORD } });
  expect((await person.post(`/migrations/${body['id']}/resume`)).status).toBe(202);
  expect(await ended(person, body['id'])).toMatchObject({ state: 'succeeded' });
});

it('goes on with the server that it has begun with, and with no other', async () => {
  const person = await newPerson(service);
  const connectionId = await connected(person);
  const source = { kind: 'connection', connectionId, include: ['Product'] };
  const { body } = await person.post('/migrations', { source, checkpoints: ['assess'] });
  expect(await ended(person, body['id'])).toMatchObject({ state: 'waiting' });
  const path = `/connections/${connectionId}`;
  await person.send('PATCH', path, { body: { host: 'localhost', password: PASSWORD } });
  await person.post(`/migrations/${body['id']}/approve`, { checkpoint: 'assess' });
  expect(await ended(person, body['id'])).toMatchObject({ failure: { code: 'serve-connection-changed' } });
  await person.send('DELETE', path);
  // Nobody has seen what stands at the checkpoint: it waits there again.
  await person.post(`/migrations/${body['id']}/resume`);
  expect(await ended(person, body['id'])).toMatchObject({ state: 'waiting', failure: null });
  await person.post(`/migrations/${body['id']}/approve`, { checkpoint: 'assess' });
  expect(await ended(person, body['id'])).toMatchObject({ failure: { code: 'serve-connection-missing' } });
});

it('reads connections for those only who may use them', async () => {
  const [person, other] = [await newPerson(service), await newPerson(service)];
  const source = { kind: 'connection', connectionId: await connected(person) };
  expect(await other.post('/migrations', { source })).toMatchObject({ status: 404, body: { code: 'api-not-found' } });
  const { key: _, ...program } = await newKey(service, person, ['migrations:read', 'migrations:write']);
  expect(await program.post('/migrations', { source })).toMatchObject({
    status: 403,
    body: { code: 'api-forbidden', detail: expect.stringContaining('connections:read') },
  });
  const settings = service.services.settings as { privateAddresses: boolean };
  settings.privateAddresses = false;
  const refused = [
    await person.post('/migrations', { source }),
    await person.post('/migrations/estimate', { source }),
    await person.post(`/connections/${source.connectionId}/test`),
  ];
  settings.privateAddresses = true;
  expect(refused.map(({ body }) => body['code'])).toEqual(Array(3).fill('api-address-refused'));
});
