import { afterAll, expect, it } from 'vitest';
import { newPerson, testService } from '../testing/test-service.js';

const FRIEND = 'https://tools.example.com';
const [closed, open] = [await testService(), await testService({ allowedOrigins: [FRIEND] })];
afterAll(() => Promise.all([closed.close(), open.close()]));

it.each([
  ['a service without allowed origins', closed, FRIEND, undefined],
  ['another site', open, 'https://evil.example.com', undefined],
  ['an allowed site', open, FRIEND, FRIEND],
] as const)('lets %s read answers or not', async (_, service, origin, allowed) => {
  const person = await newPerson(service);
  const preflight = await service.app.inject({
    method: 'OPTIONS',
    url: '/api/v1/projects',
    headers: { origin, 'access-control-request-method': 'POST' },
  });
  expect(preflight.headers['access-control-allow-origin']).toBe(allowed);
  const read = await person.get('/projects', { origin });
  expect(read.headers['access-control-allow-origin']).toBe(allowed);
  const written = await person.post('/projects', { name: 'From elsewhere' }, { origin });
  expect(written.status).toBe(allowed === undefined ? 403 : 201);
});

it('gives pages and data the headers that mean something for them', async () => {
  const person = await newPerson(closed);
  const { headers } = await person.get('/projects');
  expect(headers).toMatchObject({
    'content-security-policy': "default-src 'none';frame-ancestors 'none'",
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-store',
  });
  const page = await closed.app.inject('/docs/issues/api-internal');
  expect(page.headers['content-security-policy']).toContain("worker-src 'self' blob:");
  expect(page.headers['x-frame-options']).toBe('SAMEORIGIN');
});
