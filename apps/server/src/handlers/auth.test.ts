import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { setupLink } from '../identity/links.js';
import { client, newMember, newPerson, testService } from '../testing/test-service.js';

const service = await testService();
afterAll(() => service.close());
const ORIGIN = { origin: 'http://127.0.0.1:8080' };
const nobody = client(service, ORIGIN);
const OWNER = { name: 'Olga', email: 'olga@example.com', password: 'a long password', organisation: 'Harbor' };

beforeAll(async () => {
  // Before there is an owner nobody else can register.
  expect(await nobody.post('/auth/sign-up', OWNER)).toMatchObject({
    status: 403,
    body: { code: 'api-registration-closed' },
  });
  const token = new URL(await setupLink(service.services)).searchParams.get('token');
  const { status, body } = await nobody.post('/auth/setup', { ...OWNER, token });
  expect({ status, role: body['role'] }).toEqual({ status: 201, role: 'owner' });
  expect(await nobody.post('/auth/setup', { ...OWNER, token })).toMatchObject({
    status: 409,
    body: { code: 'api-setup-done' },
  });
});

const cookieOf = (headers: Record<string, unknown>) => String(headers['set-cookie']);
const withCookie = (headers: Record<string, unknown>) =>
  client(service, { ...ORIGIN, cookie: cookieOf(headers).split(';')[0] ?? '' });

/** The last mail to somebody, and the token in its link. */
function lastMail(to: string): { text: string; token: string } {
  const folder = join(service.data, 'outbox');
  for (const name of readdirSync(folder).sort().reverse()) {
    const [head = '', body = ''] = readFileSync(join(folder, name), 'utf8').split('\r\n\r\n');
    if (!head.includes(`To: ${to}`)) continue;
    const text = Buffer.from(body, 'base64').toString('utf8');
    return { text, token: /token=([\w-]+)/.exec(text)?.[1] ?? '' };
  }
  throw new Error(`no mail to ${to}`);
}

it('registers, signs in and out', async () => {
  const values = { name: 'Rita', email: 'Rita@Example.com', password: 'another password', organisation: 'Rita Ltd' };
  const signedUp = await nobody.post('/auth/sign-up', values);
  expect(signedUp).toMatchObject({
    status: 201,
    body: { role: 'owner', user: { email: 'rita@example.com', emailVerified: false } },
  });
  expect(cookieOf(signedUp.headers)).toMatch(/^dm_session=[\w-]{43}; Path=\/; Expires=.*; HttpOnly; SameSite=Lax$/);
  expect(await nobody.post('/auth/sign-up', values)).toMatchObject({ status: 409, body: { code: 'api-email-taken' } });

  const verified = await nobody.post('/auth/email/verify', { token: lastMail('rita@example.com').token });
  expect(verified.status).toBe(204);
  const signedIn = await nobody.post('/auth/sign-in', { email: 'rita@example.com', password: 'another password' });
  expect(signedIn).toMatchObject({ status: 200, body: { user: { emailVerified: true } } });
  const rita = withCookie(signedIn.headers);
  expect((await rita.get('/auth/session')).body).toMatchObject({ organisation: { name: 'Rita Ltd', plan: 'free' } });
  expect((await rita.post('/auth/sign-out')).status).toBe(204);
  expect((await rita.get('/auth/session')).status).toBe(401);
});

it('resets a password by mail, once, and ends all sessions', async () => {
  const before = await nobody.post('/auth/sign-in', { email: OWNER.email, password: OWNER.password });
  for (const email of ['nobody@example.com', OWNER.email])
    expect((await nobody.post('/auth/password/forgot', { email })).status).toBe(204);
  await expect.poll(() => lastMail(OWNER.email).text).toContain('reset-password');
  const { token } = lastMail(OWNER.email);
  const reset = () => nobody.post('/auth/password/reset', { token, password: 'a new password' });
  expect((await reset()).status).toBe(204);
  expect(await reset()).toMatchObject({ status: 422, body: { code: 'api-token-invalid' } });
  expect((await withCookie(before.headers).get('/auth/session')).status).toBe(401);
  expect((await nobody.post('/auth/sign-in', { email: OWNER.email, password: OWNER.password })).status).toBe(401);
  expect((await nobody.post('/auth/sign-in', { email: OWNER.email, password: 'a new password' })).status).toBe(200);
});

it('slows guessing down, for an account and not for others', async () => {
  const guess = (email: string) => nobody.post('/auth/sign-in', { email, password: 'guess' });
  for (let i = 0; i < 10; i++) expect((await guess('target@example.com')).status).toBe(401);
  const throttled = await guess('target@example.com');
  expect(throttled).toMatchObject({ status: 429, body: { code: 'api-sign-in-throttled' } });
  expect(Number(throttled.headers['retry-after'])).toBeGreaterThan(0);
  expect((await guess('other@example.com')).status).toBe(401);
});

it('refuses requests of other sites', async () => {
  const person = await newPerson(service);
  const post = (headers: Record<string, string>) =>
    client(service, { cookie: person.cookie, ...headers }).post('/projects', { name: `p${Math.random()}` });
  expect(await post({ origin: 'https://evil.example.com' })).toMatchObject({
    status: 403,
    body: { code: 'api-origin-refused' },
  });
  expect((await post({ origin: 'null' })).status).toBe(403);
  expect((await post({})).status).toBe(403);
  expect((await post(ORIGIN)).status).toBe(201);
  const signIn = client(service, { origin: 'https://evil.example.com' }).post('/auth/sign-in', {
    email: 'a@b.co',
    password: 'x',
  });
  expect((await signIn).status).toBe(403);
});

it('ends sessions that are idle or old', async () => {
  const person = await newPerson(service);
  const at = (days: number) => {
    service.setNow(new Date(Date.now() + days * 86_400_000));
    service.services.authenticator.forget();
    return person.get('/auth/session');
  };
  try {
    expect((await at(1.9)).status).toBe(200);
    expect((await at(3.7)).status).toBe(200);
    expect((await at(6)).status).toBe(401);
  } finally {
    service.setNow(undefined);
  }
});

it('invites people, and nobody above oneself', async () => {
  const owner = await newPerson(service);
  const organisationId = owner.session.organisation.id;
  const invited = await owner.post('/invitations', { email: 'eve@example.com', role: 'engineer' });
  expect(invited.status).toBe(201);
  const { token } = lastMail('eve@example.com');
  expect((await nobody.get(`/auth/invitations/${token}`)).body).toMatchObject({
    email: 'eve@example.com',
    role: 'engineer',
    hasAccount: false,
  });
  const joined = await nobody.post('/auth/invitations/accept', { token, name: 'Eve', password: 'eve has a password' });
  expect(joined).toMatchObject({ status: 200, body: { role: 'engineer', organisation: { id: organisationId } } });
  expect(
    (await nobody.post('/auth/invitations/accept', { token, name: 'Eve', password: 'eve has a password' })).status,
  ).toBe(422);

  const admin = await newMember(service, organisationId, 'admin');
  expect(await admin.post('/invitations', { email: 'x@example.com', role: 'owner' })).toMatchObject({ status: 403 });
  const ownerPath = `/members/${owner.session.user.id}`;
  expect(await admin.send('PATCH', ownerPath, { body: { role: 'viewer' } })).toMatchObject({ status: 403 });
  expect(await admin.send('DELETE', ownerPath)).toMatchObject({ status: 403 });
  expect(await owner.send('PATCH', ownerPath, { body: { role: 'viewer' } })).toMatchObject({
    status: 409,
    body: { code: 'api-last-owner' },
  });
  const removed = await owner.send('DELETE', `/members/${admin.session.user.id}`);
  expect(removed.status).toBe(204);
  expect((await admin.get('/projects')).status).toBe(401);
});
