import { afterAll, expect, it } from 'vitest';
import { client, newKey, newMember, newPerson, testService } from '../testing/test-service.js';

const service = await testService();
afterAll(() => service.close());
const bearer = (secret: unknown) => client(service, { authorization: `Bearer ${String(secret)}` });

it('shows a key once and stores its hash', async () => {
  const person = await newPerson(service);
  const { body } = await person.post('/api-keys', { name: 'ci', scopes: ['migrations:read'] });
  const secret = String(body['secret']);
  expect(secret).toMatch(/^mk_live_[0-9a-z]{26}_[\w-]{43}$/);
  const list = await person.get('/api-keys');
  expect(list.text).not.toContain(secret.slice(-20));
  expect(list.body['data']).toMatchObject([
    { name: 'ci', state: 'active', hint: `${secret.slice(0, 14)}…${secret.slice(-4)}` },
  ]);
  expect((await bearer(secret).get('/migrations')).status).toBe(200);
});

it('holds a key to its scopes and keeps people’s business to people', async () => {
  const person = await newPerson(service);
  const { key, ...program } = await newKey(service, person, ['migrations:read']);
  expect(key.scopes).toEqual(['migrations:read']);
  expect(await program.post('/migrations', {})).toMatchObject({ status: 403, body: { code: 'api-forbidden' } });
  expect(await program.get('/auth/session')).toMatchObject({ status: 403, body: { code: 'api-session-needed' } });
  expect(await program.post('/api-keys', { name: 'x', scopes: ['migrations:read'] })).toMatchObject({ status: 403 });
  const engineer = await newMember(service, person.session.organisation.id, 'engineer');
  expect(await engineer.post('/api-keys', { name: 'x', scopes: ['audit:read'] })).toMatchObject({ status: 403 });
});

it.each(['', 'x', 'mk_live_', `mk_live_${'0'.repeat(26)}_${'A'.repeat(43)}`])('refuses the key %j', async (secret) => {
  expect(await bearer(secret).get('/migrations')).toMatchObject({ status: 401, body: { code: 'api-key-invalid' } });
});

it('rotates with an overlap, revokes at once, and expires', async () => {
  const person = await newPerson(service);
  const { key } = await newKey(service, person);
  const rotated = await person.post(`/api-keys/${key.id}/rotate`, { overlapHours: 2 });
  expect(rotated.status).toBe(201);
  const next = String(rotated.body['secret']);
  expect(next).not.toBe(key.secret);
  const statusOf = async (secret: string) => (await bearer(secret).get('/projects')).status;
  expect([await statusOf(key.secret), await statusOf(next)]).toEqual([403, 403]);
  // To the second, though a caller is known for a while.
  const end = Date.now() + 2 * 3_600_000;
  service.setNow(new Date(end - 10_000));
  expect(await statusOf(key.secret)).toBe(403);
  service.setNow(new Date(end + 5_000));
  expect([await statusOf(key.secret), await statusOf(next)]).toEqual([401, 403]);
  service.setNow(undefined);
  expect((await person.send('DELETE', `/api-keys/${key.id}`)).status).toBe(204);
  expect(await statusOf(next)).toBe(401);

  const short = await person.post('/api-keys', { name: 'short', scopes: ['projects:read'], expiresInDays: 1 });
  const secret = String(short.body['secret']);
  expect(await statusOf(secret)).toBe(200);
  service.setNow(new Date(Date.now() + 2 * 86_400_000));
  service.services.authenticator.forget();
  expect(await statusOf(secret)).toBe(401);
  service.setNow(undefined);
});

it('counts requests of a key by the plan, and those of people apart', async () => {
  const person = await newPerson(service, 'free');
  const [one, other] = [await newKey(service, person), await newKey(service, person)];
  for (let left = 9; left >= 0; left--) {
    const answer = await one.get('/migrations');
    expect({ status: answer.status, left: Number(answer.headers['x-ratelimit-remaining']) }).toEqual({
      status: 200,
      left,
    });
  }
  const limited = await one.get('/migrations');
  expect(limited).toMatchObject({ status: 429, body: { code: 'api-rate-limited' } });
  expect(Number(limited.headers['retry-after'])).toBeGreaterThan(0);
  expect((await other.get('/migrations')).status).toBe(200);
  expect((await person.get('/migrations')).status).toBe(200);
  service.setNow(new Date(Date.now() + 3_600_000));
  expect((await one.get('/migrations')).status).toBe(200);
  service.setNow(undefined);
});

it('allows a thousand requests an hour exactly, counted by fifties', async () => {
  const person = await newPerson(service, 'enterprise');
  const { key: _, ...program } = await newKey(service, person);
  const statuses: number[] = [];
  for (let i = 0; i < 1005; i++) statuses.push((await program.get('/migrations?limit=1')).status);
  expect(statuses.filter((status) => status === 200)).toHaveLength(1000);
  expect(statuses.slice(1000)).toEqual([429, 429, 429, 429, 429]);
}, 60_000);

it('counts requests that come at the same time one by one, and by the plan of the moment', async () => {
  const person = await newPerson(service, 'pro');
  const { key: _, ...program } = await newKey(service, person);
  const ask = async () => (await program.get('/projects')).status;
  const first = await Promise.all(Array.from({ length: 120 }, ask));
  // Refused, for want of a scope, is counted too.
  expect(first.filter((status) => status === 403)).toHaveLength(100);
  expect(first.filter((status) => status === 429)).toHaveLength(20);
  expect((await person.send('PUT', '/billing/plan', { body: { plan: 'enterprise' } })).status).toBe(200);
  expect(await ask()).toBe(403);
}, 60_000);

it('knows a key no longer that was revoked while it was looked up', async () => {
  const person = await newPerson(service);
  const { key, ...program } = await newKey(service, person);
  const { authenticator } = service.services;
  authenticator.forget();
  const asked = Array.from({ length: 20 }, () => program.get('/migrations?limit=1'));
  const revoked = person.send('DELETE', `/api-keys/${key.id}`);
  await Promise.all([...asked, revoked]);
  expect((await program.get('/migrations?limit=1')).status).toBe(401);
});

it('writes a usage row for each call', async () => {
  const person = await newPerson(service);
  const { key, ...program } = await newKey(service, person);
  for (let i = 0; i < 3; i++) await program.get('/migrations');
  await program.get('/projects');
  const { body } = await person.get('/usage');
  expect(body).toMatchObject({ keys: [{ keyId: key.id, calls: 4 }], month: { calls: 5 } });
  const calls = (await person.get('/usage/calls')).body['data'] as { operation: string; status: number }[];
  expect(calls.filter(({ operation }) => operation === 'listMigrations')).toHaveLength(3);
  expect(calls).toContainEqual(expect.objectContaining({ operation: 'listProjects', status: 403, keyId: key.id }));
});
