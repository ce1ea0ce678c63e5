import { afterAll, expect, it } from 'vitest';
import { client, newPerson, testService } from '../testing/test-service.js';

const service = await testService();
afterAll(() => service.close());
const nobody = client(service);

it('answers problems with their code and page', async () => {
  const { status, body, headers } = await nobody.get('/migrations');
  expect({ status, type: headers['content-type'] }).toEqual({
    status: 401,
    type: 'application/problem+json; charset=utf-8',
  });
  expect(body).toMatchObject({ code: 'api-not-signed-in', type: '/docs/issues/api-not-signed-in', status: 401 });
  expect(body['requestId']).toBe(headers['x-request-id']);
  expect((await nobody.get('/docs/issues/api-not-signed-in')).text).toContain('**What to do.**');
});

it('knows what lives and what it serves', async () => {
  expect((await service.app.inject('/healthz')).json()).toEqual({ status: 'ok' });
  expect((await service.app.inject('/readyz')).json()).toMatchObject({ status: 'ready', database: true });
  expect((await service.app.inject('/metrics')).payload).toContain('datamigrate_request_seconds');
  const document = (await service.app.inject('/openapi.json')).json();
  expect(document.openapi).toBe('3.1.0');
  expect(Object.keys(document.paths).length).toBeGreaterThan(50);
  expect((await service.app.inject('/docs/')).statusCode).toBe(200);
  expect((await nobody.get('/service')).body).toMatchObject({ registration: 'open' });
  expect((await nobody.get('/plans')).body).toMatchObject({ migrationCents: 10, modelCents: 1 });
});

it.each([
  ['GET', '/nothing', 404, 'api-route-unknown'],
  ['PUT', '/migrations', 405, 'api-method-refused'],
  ['GET', '/migrations/mig_x', 401, 'api-not-signed-in'],
  ['GET', '/%E0%A4%A', 400, 'api-request-malformed'],
])('answers %s %s with %d %s', async (method, path, status, code) => {
  const answer = await nobody.send(method, path);
  expect({ status: answer.status, code: answer.body['code'] }).toEqual({ status, code });
});

it('says what is wrong with a request', async () => {
  const person = await newPerson(service);
  const invalid = await person.post('/projects', { name: '', extra: 1 });
  expect(invalid).toMatchObject({ status: 422, body: { code: 'api-body-invalid' } });
  expect(invalid.body['errors']).toEqual(expect.arrayContaining([expect.objectContaining({ pointer: '/name' })]));
  const broken = await person.post('/projects', '{"name":', { 'content-type': 'application/json' });
  expect(broken).toMatchObject({ status: 400, body: { code: 'api-json-malformed' } });
  const text = await person.post('/projects', 'hello', { 'content-type': 'text/plain' });
  expect(text).toMatchObject({ status: 415, body: { code: 'api-media-type' } });
  const cursor = await person.get('/migrations?cursor=abc');
  expect(cursor).toMatchObject({ status: 422, body: { code: 'api-cursor-invalid' } });
  for (const path of [
    '/migrations?limit=0',
    '/migrations?limit=x',
    '/migrations?state=odd',
    '/usage?from=2026-99-01',
    '/usage?from=1900-01-01',
  ]) {
    expect(await person.get(path)).toMatchObject({ status: 422 });
  }
  for (const id of ['x', 'mig_01', '..%2f..%2fetc', 'mig_00000000000000000000000000%00']) {
    expect(await person.get(`/migrations/${id}`)).toMatchObject({ status: 404, body: { code: 'api-not-found' } });
  }
});

it('keeps projects, with a name once', async () => {
  const person = await newPerson(service);
  const { body } = await person.post('/projects', { name: 'Warehouse' });
  expect(body).toMatchObject({ name: 'Warehouse', description: '', migrations: 0 });
  expect(await person.post('/projects', { name: 'Warehouse' })).toMatchObject({
    status: 409,
    body: { code: 'api-conflict' },
  });
  const changed = await person.send('PATCH', `/projects/${body['id']}`, { body: { description: 'd' } });
  expect(changed.body).toMatchObject({ name: 'Warehouse', description: 'd' });
  expect((await person.send('DELETE', `/projects/${body['id']}`)).status).toBe(204);
  expect((await person.get(`/projects/${body['id']}`)).status).toBe(404);
});

it('keeps connections without ever showing their password', async () => {
  const person = await newPerson(service);
  const settings = { host: 'db.example.com', database: 'Shop', user: 'sa', password: 'very-secret-1' };
  const { status, body, text } = await person.post('/connections', { name: 'Prod', ...settings });
  expect(status).toBe(201);
  expect(body).toMatchObject({ host: 'db.example.com', port: 1433, lastTest: null });
  const id = String(body['id']);
  const all =
    text +
    (await person.get('/connections')).text +
    (await person.get(`/connections/${id}`)).text +
    (await person.get('/audit')).text;
  expect(all).not.toContain('very-secret');
  const test = await person.post('/connections/test', { ...settings, host: '127.0.0.1', port: 1 });
  expect(test).toMatchObject({ status: 200, body: { ok: false, server: null, databases: [] } });
  expect(test.text).not.toContain('very-secret');
  // The stored password must not be sent to a server of somebody's choice.
  const moved = await person.send('PATCH', `/connections/${id}`, { body: { host: 'evil.example.com' } });
  expect(moved).toMatchObject({ status: 422 });
  const again = await person.send('PATCH', `/connections/${id}`, {
    body: { host: 'other.example.com', password: 'new-secret-22' },
  });
  expect(again.body).toMatchObject({ host: 'other.example.com', database: 'Shop' });
});

it('writes down who did what', async () => {
  const person = await newPerson(service);
  await person.post('/projects', { name: 'Audited' });
  const { body } = await person.get('/audit?action=project');
  expect(body['data']).toMatchObject([
    { action: 'project.created', actor: { kind: 'user', name: person.session.user.name } },
  ]);
  expect((await person.get('/audit?action=proj')).body['data']).toEqual([]);
});
