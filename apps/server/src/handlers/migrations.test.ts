import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { strToU8, zipSync } from 'fflate';
import { afterAll, expect, it } from 'vitest';
import { form, newKey, newPerson, TINY_SCRIPT, testService } from '../testing/test-service.js';

const service = await testService();
afterAll(() => service.close());
const script = (text = TINY_SCRIPT, more: object = {}) => ({
  source: { kind: 'script', text, fileName: 'tiny.sql' },
  ...more,
});

const uploads = () => (existsSync(join(service.data, 'uploads')) ? readdirSync(join(service.data, 'uploads')) : []);

it('takes files, archives and scripts, and says what it took', async () => {
  const person = await newPerson(service);
  const sent = form({ 'a.sql': TINY_SCRIPT, 'b.sql': 'SELECT 1;' }, { name: 'Two files' });
  const two = await person.send('POST', '/migrations', sent);
  expect(two).toMatchObject({
    status: 202,
    body: { name: 'Two files', state: 'queued', source: { kind: 'files', files: 2 } },
  });
  expect(two.headers['location']).toBe(`/api/v1/migrations/${two.body['id']}`);
  const zip = Buffer.from(
    zipSync({
      'db/tables/a.sql': strToU8(TINY_SCRIPT),
      'db/readme.md': strToU8('no'),
      '__MACOSX/._a.sql': strToU8('x'),
    }),
  );
  const archive = await person.send('POST', '/migrations', form({ 'shop.zip': zip }));
  expect(archive.body).toMatchObject({ name: 'shop', source: { name: 'shop.zip', files: 1 } });
  const text = await person.post('/migrations', script());
  expect(text.body).toMatchObject({ name: 'tiny', source: { kind: 'script', files: 1 } });
  expect(uploads()).toEqual([]);
});

const bomb = () =>
  Buffer.from(
    zipSync(
      Object.fromEntries(
        Array.from({ length: 6 }, (_, i) => [`${i}.sql`, [new Uint8Array(100_000_000), { level: 9 }]]),
      ) as never,
    ),
  );

it.each([
  ['no file', {}, 'api-upload-empty'],
  ['an ending', { 'a.exe': 'MZ' }, 'api-source-unsupported'],
  ['no zip', { 'a.zip': 'PK nonsense' }, 'api-archive-refused'],
  ['an empty zip', { 'a.zip': Buffer.from(zipSync({ 'readme.md': strToU8('x') })) }, 'api-upload-empty'],
  [
    'a name that leads out',
    { 'a.zip': Buffer.from(zipSync({ '../../evil.sql': strToU8('x') })) },
    'api-archive-refused',
  ],
  ['an include of the service’s files', { 'a.sql': 'SELECT 1\n:r /etc/passwd\n' }, 'api-archive-refused'],
  ['an include by a variable', { 'a.sql': ':setvar d /etc\n:r $(d)/passwd' }, 'api-archive-refused'],
  ['an include in UTF-16', { 'a.sql': Buffer.from('\ufeff:r ../../secret.key', 'utf16le') }, 'api-archive-refused'],
  ['a data file of the service', { 'a.sql': "BULK INSERT dbo.t FROM '/etc/passwd'" }, 'api-archive-refused'],
])('refuses %s', async (_, files, code) => {
  const person = await newPerson(service);
  const answer = await person.send('POST', '/migrations', form(files as Record<string, string>));
  expect(answer).toMatchObject({ status: 422, body: { code } });
  expect(uploads()).toEqual([]);
});

it('refuses an archive that grows too large, at once', async () => {
  const person = await newPerson(service);
  expect(await person.send('POST', '/migrations', form({ 'bomb.zip': bomb() }))).toMatchObject({
    status: 422,
    body: { code: 'api-archive-refused' },
  });
});

it('refuses options that are wrong', async () => {
  const person = await newPerson(service);
  const send = (options: unknown) => person.send('POST', '/migrations', form({ 'a.sql': 'SELECT 1' }, options));
  expect(await send('{')).toMatchObject({ status: 400, body: { code: 'api-json-malformed' } });
  expect(await send({ checkpoints: ['never'] })).toMatchObject({ status: 422, body: { code: 'api-body-invalid' } });
  const body = Buffer.from('--x\r\nContent-Disposition: form-data; name="file"; filename="a.sql"\r\n\r\nSELECT');
  const cut = await person.send('POST', '/migrations', {
    body,
    headers: { 'content-type': 'multipart/form-data; boundary=x' },
  });
  expect(cut.status).toBe(400);
  expect(await person.post('/migrations', { source: { kind: 'sample', name: 'none' } })).toMatchObject({ status: 404 });
});

it('estimates before anything is made', async () => {
  const person = await newPerson(service);
  const { status, body } = await person.post('/migrations/estimate', script());
  expect(status).toBe(200);
  expect(body).toMatchObject({ tables: 1, views: 1, procedures: 0, models: 2, cents: 12 });
  expect((await person.get('/migrations')).body['data']).toEqual([]);
});

it('makes one migration for an Idempotency-Key', async () => {
  const person = await newPerson(service);
  const post = (text: string, key = 'k-1') => person.post('/migrations', script(text), { 'idempotency-key': key });
  const answers = await Promise.all(Array.from({ length: 5 }, () => post('SELECT 1')));
  const made = answers.filter(({ status }) => status === 202);
  expect(answers.every(({ status, body }) => status === 202 || body['code'] === 'api-idempotency-running')).toBe(true);
  expect(new Set(made.map(({ body }) => body['id'])).size).toBe(1);
  const again = await post('SELECT 1');
  expect(again).toMatchObject({ status: 202, body: { id: made[0]?.body['id'] } });
  expect(again.headers).toMatchObject({
    'idempotent-replayed': 'true',
    location: `/api/v1/migrations/${again.body['id']}`,
  });
  expect(await post('SELECT 2')).toMatchObject({ status: 422, body: { code: 'api-idempotency-mismatch' } });
  expect((await post('SELECT 2', 'k-2')).status).toBe(202);
  expect(((await person.get('/migrations')).body['data'] as unknown[]).length).toBe(2);
  const sent = form({ 'a.sql': 'SELECT 1' }, {});
  const upload = () =>
    person.send('POST', '/migrations', { ...sent, headers: { ...sent.headers, 'idempotency-key': 'k-3' } });
  expect((await upload()).body['id']).toBe((await upload()).body['id']);
});

it('allows as many migrations a month as the plan, also at once', async () => {
  const person = await newPerson(service, 'free');
  const answers = await Promise.all(Array.from({ length: 13 }, () => person.post('/migrations', script('SELECT 1'))));
  expect(answers.filter(({ status }) => status === 202)).toHaveLength(10);
  expect(answers.filter(({ body }) => body['code'] === 'api-limit-migrations')).toHaveLength(3);
  const program = await newKey(service, person);
  const create = async () => (await program.post('/migrations', script('SELECT 1'))).status;
  expect(await create()).toBe(402);
  const next = new Date();
  service.setNow(new Date(Date.UTC(next.getUTCFullYear(), next.getUTCMonth() + 1, 2)));
  try {
    expect(await create()).toBe(202);
  } finally {
    service.setNow(undefined);
  }
});

it('cancels what is queued and resumes it', async () => {
  const person = await newPerson(service);
  const { body } = await person.post('/migrations', script());
  const path = `/migrations/${body['id']}`;
  expect(await person.send('DELETE', path)).toMatchObject({ status: 409, body: { code: 'api-already-running' } });
  expect((await person.post(`${path}/resume`)).body['code']).toBe('api-not-resumable');
  expect((await person.post(`${path}/approve`, { checkpoint: 'plan' })).body['code']).toBe('api-not-at-checkpoint');
  expect((await person.post(`${path}/cancel`)).body['state']).toBe('cancelled');
  expect((await person.post(`${path}/cancel`)).body['code']).toBe('api-conflict');
  expect((await person.post(`${path}/resume`)).body['state']).toBe('queued');
  expect((await person.post(`${path}/cancel`)).body['state']).toBe('cancelled');
  for (const what of ['report', 'download', 'plan'])
    expect((await person.get(`${path}/${what}`)).body['code']).toBe('api-not-finished');
  expect((await person.send('DELETE', path)).status).toBe(204);
  expect(existsSync(join(service.data, 'migrations', String(body['id'])))).toBe(false);
});
