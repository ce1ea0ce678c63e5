import { afterEach, expect, it, vi } from 'vitest';
import { ApiError, fieldFaults, problemOf } from './api-error.js';
import { addressOf, call } from './call.js';

const migrationId = 'mig_00000000000000000000000000';
const problem = {
  type: '/docs/issues/api-body-invalid',
  title: 'The request does not fit its schema',
  status: 422,
  detail: 'Two fields are wrong.',
  code: 'api-body-invalid',
  requestId: 'r1',
  errors: [
    { pointer: '/email', detail: 'must be an e-mail address' },
    { pointer: '#/body/source/name', detail: 'is missing' },
  ],
};
afterEach(() => {
  vi.unstubAllGlobals();
});

function answers(status: number, body: string) {
  const asked = vi.fn(async () => new Response(status === 204 ? null : body, { status }));
  vi.stubGlobal('fetch', asked);
  return asked;
}

it('makes addresses from the route table', () => {
  expect(addressOf('getObject', { params: { migrationId, object: 'dbo.[a/b] c' } })).toBe(
    `/api/v1/migrations/${migrationId}/objects/dbo.%5Ba%2Fb%5D%20c`,
  );
  const query = { state: ['failed', 'waiting'] as ('failed' | 'waiting')[], search: 'a&b', limit: 5 };
  expect(addressOf('listMigrations', { query })).toBe(
    '/api/v1/migrations?state=failed&state=waiting&search=a%26b&limit=5',
  );
  expect(addressOf('listMigrations', { query: { search: '' } })).toBe('/api/v1/migrations');
});

it('sends JSON with the cookie of this site, and the key of an idempotent request', async () => {
  const asked = answers(201, '{"id":"prj_1"}');
  await call('createProject', { body: { name: 'A' } }, { idempotencyKey: 'k' });
  expect(asked).toHaveBeenCalledWith('/api/v1/projects', {
    method: 'POST',
    credentials: 'same-origin',
    headers: { accept: 'application/json', 'content-type': 'application/json', 'idempotency-key': 'k' },
    body: '{"name":"A"}',
  });
});

it('leaves the content type of files to the browser, which knows their boundary', async () => {
  const asked = answers(202, '{}');
  const form = new FormData();
  await call('createMigration', { body: undefined as never }, { form });
  expect(asked).toHaveBeenCalledWith(
    '/api/v1/migrations',
    expect.objectContaining({ headers: { accept: 'application/json' }, body: form }),
  );
});

it('gives nothing for an answer without content', async () => {
  answers(204, '');
  await expect(call('signOut', {})).resolves.toBeUndefined();
});

it('makes an ApiError of a problem, with the faults of its fields', async () => {
  answers(422, JSON.stringify(problem));
  const error = await call('getSession', {}).catch((cause: unknown) => cause);
  expect(error).toBeInstanceOf(ApiError);
  expect(error).toMatchObject({
    code: 'api-body-invalid',
    status: 422,
    message: 'Two fields are wrong.',
    mayPass: false,
  });
  expect(fieldFaults(error)).toEqual({ email: 'must be an e-mail address', 'source.name': 'is missing' });
});

it('tells an answer of something else, and no answer, from a problem of the service', async () => {
  answers(502, '<html>Bad Gateway</html>');
  await expect(call('getSession', {})).rejects.toMatchObject({
    failure: { kind: 'unreadable', status: 502 },
    mayPass: true,
  });
  vi.stubGlobal('fetch', async () => Promise.reject(new TypeError('Failed to fetch')));
  await expect(call('getSession', {})).rejects.toMatchObject({ failure: { kind: 'unreachable' }, mayPass: true });
  expect(await problemOf(new Response('null', { status: 500 }))).toEqual({ kind: 'unreadable', status: 500 });
});
