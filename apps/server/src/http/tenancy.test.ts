import { ROLE_SCOPES, ROLES, type Route, routePath } from '@datamigrate/contracts';
import { newId, organisationScope } from '@datamigrate/store';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { invitationLink } from '../identity/links.js';
import { deliver } from '../jobs/announce.js';
import { WAITING_AGENTS } from '../jobs/migration-progress.js';
import {
  type Client,
  client,
  newKey,
  newMember,
  newPerson,
  type TestPerson,
  testService,
} from '../testing/test-service.js';
import { allRoutes } from './build-app.js';

/** Stands in every row of the victim, so that no answer may hold it. */
const MARK = 'victim-7c1f';
const service = await testService();
afterAll(() => service.close());

let victim: TestPerson;
let ids: Record<string, string>;
const callers = new Map<string, Client>();

beforeAll(async () => {
  victim = await newPerson(service);
  const { store, service: own } = service.services;
  const scope = organisationScope(victim.session.organisation.id);
  const post = async (path: string, body: unknown) => String((await victim.post(path, body)).body['id']);
  const projectId = await post('/projects', { name: `${MARK} project` });
  const migration = await store.migrations.create(scope, {
    id: newId('migration'),
    name: `${MARK} migration`,
    projectId,
    source: { kind: 'files', name: `${MARK}.sql`, files: 1, bytes: 1 },
    options: { checkpoints: [], select: [], exclude: [] },
    target: 'duckdb',
    agents: WAITING_AGENTS,
    createdBy: victim.session.user.id,
  });
  await store.migrations.move(scope, migration.id, ['queued'], 'failed');
  await store.results.replaceObjects(scope, migration.id, [
    {
      object: 'dbo.Secret',
      kind: 'table',
      class: 'source',
      status: 'done',
      verdict: 'equal',
      fidelity: 'exact',
      models: [MARK],
      statements: null,
      issues: 0,
      assumptions: 0,
      rowsCompared: 0,
      reason: MARK,
      dependsOn: [],
      detail: null,
    },
  ]);
  service.services.settings satisfies object;
  const webhook = await store.webhooks.create(scope, {
    url: `https://${MARK}.example.com/`,
    events: ['webhook.test'],
    description: MARK,
    secret: MARK,
  });
  const delivery = await deliver(store, own, scope, webhook.id, 'webhook.test', { MARK });
  const { hash, expiresAt } = invitationLink(service.services);
  const invitation = await store.organisation.invite(scope, {
    email: `${MARK}@example.com`,
    role: 'viewer',
    tokenHash: hash,
    expiresAt,
  });
  const at = new Date();
  await store.billing.charge(scope, [
    { kind: 'credit', text: MARK, quantity: 1, unitCents: 1, migrationId: null, at, dedupeKey: MARK },
  ]);
  await store.billing.issue(scope, { month: '2026-01', organisationName: MARK, lines: [], at });
  ids = {
    projectId,
    migrationId: migration.id,
    object: 'dbo.Secret',
    connectionId: await post('/connections', {
      name: `${MARK} connection`,
      host: 'h',
      database: 'd',
      user: 'u',
      password: MARK,
    }),
    userId: victim.session.user.id,
    keyId: await post('/api-keys', { name: `${MARK} key`, scopes: ['migrations:read'] }),
    invitationId: invitation.id,
    webhookId: webhook.id,
    deliveryId: delivery.id,
    invoiceId: (await store.billing.invoices(scope))[0]?.id ?? '',
    sessionId: (await store.identity.sessionsOf(own, victim.session.user.id))[0]?.id ?? '',
    token: 'A'.repeat(43),
  };
  const attacker = await newPerson(service);
  const organisationId = attacker.session.organisation.id;
  for (const role of ROLES)
    callers.set(role, role === 'owner' ? attacker : await newMember(service, organisationId, role));
  const { KEY_SCOPES } = await import('@datamigrate/contracts');
  callers.set('key', await newKey(service, attacker, KEY_SCOPES));
  callers.set('nobody', client(service));
});

/** Bodies that would be right, with the ids of the victim in them. */
function bodiesFor({ operationId }: Route): unknown {
  const bodies: Record<string, unknown> = {
    approveCheckpoint: { checkpoint: 'plan' },
    updateMigration: { name: 'x' },
    updateProject: { name: 'x' },
    updateConnection: { name: 'x' },
    changeMember: { role: 'viewer' },
    rotateKey: {},
    updateWebhook: { enabled: false },
    createMigration: { source: { kind: 'script', text: 'SELECT 1' }, projectId: ids['projectId'] },
    switchOrganisation: { organisationId: victim.session.organisation.id },
  };
  return bodies[operationId];
}

const withIds = allRoutes.filter((route) => route.params !== undefined || route.operationId === 'switchOrganisation');
const CALLERS = [...ROLES, 'key', 'nobody'];
const cases = withIds.flatMap((route) => CALLERS.map((caller) => [route.operationId, caller, route] as const));

it.each(cases)('%s as %s never reaches another organisation', async (_, name, route) => {
  const caller = callers.get(name)!;
  const path = routePath(route, ids) + (route.operationId === 'getFile' ? '?path=dbt_project.yml' : '');
  const body = bodiesFor(route);
  const { status, text } = await caller.send(route.method, path, body === undefined ? {} : { body });
  const allowed = route.access === 'public' ? [404, 422] : [401, 403, 404];
  expect(allowed).toContain(status);
  expect(text).not.toContain(MARK);
  if (name === 'nobody' && route.access !== 'public') expect(status).toBe(401);
  const may = route.access !== 'public' && route.access !== 'session' && name !== 'nobody' && name !== 'key';
  if (may) expect(status).toBe(ROLE_SCOPES[name as (typeof ROLES)[number]].includes(route.access as never) ? 404 : 403);
});

const lists = allRoutes.filter(
  ({ method, params, medium }) => method === 'GET' && params === undefined && medium === 'json',
);

it.each(lists.flatMap((route) => CALLERS.map((caller) => [route.operationId, caller, route] as const)))(
  '%s as %s lists nothing of another organisation',
  async (_, name, route) => {
    const { status, text } = await callers
      .get(name)!
      .get(
        `${routePath(route)}?search=${MARK}`.replace(
          /\?search=.*/,
          route.query && 'search' in route.query.shape ? '$&' : '',
        ),
      );
    expect([200, 401, 403]).toContain(status);
    expect(text).not.toContain(MARK);
  },
);

it('does not put a migration into the project of another organisation', async () => {
  const owner = callers.get('owner')!;
  const answer = await owner.post('/migrations', bodiesFor({ operationId: 'createMigration' } as Route));
  expect(answer).toMatchObject({ status: 404, body: { code: 'api-not-found' } });
  expect((await owner.get('/migrations')).body['data']).toEqual([]);
});

it('left the victim as it was', async () => {
  for (const path of [
    `/projects/${ids['projectId']}`,
    `/migrations/${ids['migrationId']}`,
    `/connections/${ids['connectionId']}`,
  ]) {
    const { status, text } = await victim.get(path);
    expect(status).toBe(200);
    expect(text).toContain(MARK);
  }
  expect((await victim.get('/members')).body['data']).toMatchObject([{ role: 'owner' }]);
  expect((await victim.get('/api-keys')).body['data']).toMatchObject([{ state: 'active' }]);
});
