import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { MigrationEvent } from '@datamigrate/contracts';
import { unzipSync } from 'fflate';
import { afterAll, expect, it } from 'vitest';
import { newKey, newPerson, type TestPerson, TINY_SCRIPT, testService } from '../testing/test-service.js';

const service = await testService();
service.startWorkers();
afterAll(() => service.close());
const script = (text = TINY_SCRIPT, more: object = {}) => ({
  source: { kind: 'script', text, fileName: 'tiny.sql' },
  ...more,
});
const stateOf = async (person: TestPerson, id: unknown) =>
  (await person.get(`/migrations/${id}`, { prefer: 'wait=60' })).body['state'];

it('migrates: waits at a checkpoint, is approved, and shows what it made', async () => {
  const person = await newPerson(service);
  const { body } = await person.post('/migrations', script(TINY_SCRIPT, { checkpoints: ['plan'] }));
  const path = `/migrations/${body['id']}`;
  expect(await stateOf(person, body['id'])).toBe('waiting');
  expect((await person.get(path)).body).toMatchObject({
    checkpoint: 'plan',
    database: 'Tiny',
    progress: { objects: 2, done: 0 },
  });
  expect((await person.get(`${path}/plan`)).body).toMatchObject({
    editable: true,
    text: expect.stringContaining('dbo.ExpensiveItem'),
  });
  const lines = (await person.get(`${path}/objects`)).body['data'];
  expect(lines).toMatchObject([
    { id: 'dbo.ExpensiveItem', kind: 'view', status: 'waiting', verdict: null },
    { id: 'dbo.Item', kind: 'table' },
  ]);

  const wrong = await person.post(`${path}/approve`, { checkpoint: 'plan', plan: 'objects: nonsense' });
  expect(wrong.status).toBe(202);
  expect(await stateOf(person, body['id'])).toBe('waiting');
  expect((await person.get(path)).body['failure']).toMatchObject({ code: 'run-plan-invalid' });

  const good = readFileSync(
    join(service.data, 'migrations', String(body['id']), 'project/.datamigrate/steps/planned.json'),
    'utf8',
  );
  expect((await person.post(`${path}/approve`, { checkpoint: 'plan', plan: good })).status).toBe(202);
  expect(await stateOf(person, body['id'])).toBe('succeeded');
  const done = (await person.get(path)).body;
  expect(done).toMatchObject({
    progress: { share: 1 },
    verdicts: { equal: 2 },
    totals: { objects: 2, models: 2 },
    failure: null,
  });

  const view = (await person.get(`${path}/objects/dbo.ExpensiveItem`)).body;
  expect(view).toMatchObject({
    verdict: 'equal',
    source: { text: expect.stringContaining('CREATE VIEW') },
    modelFiles: [{ object: 'dbo.ExpensiveItem', sql: expect.stringContaining('> 40') }],
    dependsOn: ['dbo.Item'],
    evidence: [{ rowsSource: 2, rowsTarget: 2, different: 0 }],
  });
  expect((await person.get(`${path}/objects/dbo.Item`)).body['dependents']).toEqual(['dbo.ExpensiveItem']);
  expect((await person.get(`${path}/objects/dbo.None`)).status).toBe(404);
  expect(((await person.get(`${path}/models`)).body['data'] as unknown[]).length).toBe(2);
  expect((await person.get(`${path}/lineage`)).body['edges']).toContainEqual({
    from: 'dbo.Item',
    to: 'dbo.ExpensiveItem',
    kind: 'depends',
  });
  expect((await person.get(`${path}/report`)).body).toMatchObject({ schemaVersion: 1, totals: { objects: 2 } });
  expect((await person.get(`${path}/file?path=dbt_project.yml`)).body['text']).toContain('name:');
  expect((await person.get(`${path}/file?path=../../secret.key`)).status).toBe(404);

  const zip = await service.app.inject({ url: `/api/v1${path}/download`, headers: { cookie: person.cookie } });
  const names = Object.keys(unzipSync(new Uint8Array(zip.rawPayload)));
  expect(names).toEqual(
    expect.arrayContaining([expect.stringMatching(/dbt_project\.yml$/), expect.stringMatching(/warehouse\.duckdb$/)]),
  );
  expect(names.some((name) => name.includes('.datamigrate/'))).toBe(false);

  const ledger = (await person.get('/billing/ledger')).body['data'];
  expect(ledger).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ kind: 'migration', cents: 10, quantity: 1 }),
      expect.objectContaining({ kind: 'models', cents: 2, quantity: 2 }),
    ]),
  );
  expect((await person.get('/dashboard')).body).toMatchObject({
    migrations: { total: 1, successShare: 1 },
    models: 2,
    month: { cents: 12 },
  });

  // The log, whole and from the middle.
  const stream = await service.app.inject({
    url: `/api/v1${path}/events`,
    headers: { cookie: person.cookie, accept: 'text/event-stream' },
  });
  const ids = [...stream.payload.matchAll(/^id: (\d+)$/gm)].map(([, id]) => Number(id));
  expect(ids).toEqual(ids.map((_, i) => i + 1));
  expect(stream.payload.endsWith('event: end\ndata: {}\n\n')).toBe(true);
  const middle = ids.length - 3;
  const rest = await service.app.inject({
    url: `/api/v1${path}/events`,
    headers: { cookie: person.cookie, accept: 'text/event-stream', 'last-event-id': String(middle) },
  });
  expect([...rest.payload.matchAll(/^id: (\d+)$/gm)].map(([, id]) => Number(id))).toEqual([
    middle + 1,
    middle + 2,
    middle + 3,
  ]);
  const page = (await person.get(`${path}/events?after=2&limit=2`, { accept: 'application/json' })).body;
  expect(page).toMatchObject({ data: [{ id: 3 }, { id: 4 }], lastId: 4, hasMore: true });
  const logged = [...stream.payload.matchAll(/^data: (\{"id.*)$/gm)].map(
    ([, text]) => (JSON.parse(text ?? '') as MigrationEvent).data,
  );
  const states = logged.flatMap((data) => (data.kind === 'state' ? [data.state] : []));
  expect(states).toEqual([
    'queued',
    'running',
    'waiting',
    'queued',
    'running',
    'waiting',
    'queued',
    'running',
    'succeeded',
  ]);
  const objects = logged.flatMap((data) => (data.kind === 'object' ? [data.id] : []));
  expect(objects.sort()).toEqual(['dbo.ExpensiveItem', 'dbo.Item']);

  const { key: _, ...program } = await newKey(service, person);
  expect((await program.get(path)).body['state']).toBe('succeeded');
});

it('says why a migration failed', async () => {
  const person = await newPerson(service);
  const { body } = await person.post('/migrations', script('SELECT 1;'));
  expect(await stateOf(person, body['id'])).toBe('failed');
  expect((await person.get(`/migrations/${body['id']}`)).body['failure']).toMatchObject({ code: 'source-no-objects' });
  expect((await person.get('/billing/ledger')).body['data']).toEqual([]);
});
