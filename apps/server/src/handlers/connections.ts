import { createHash } from 'node:crypto';
import type { Connection, ConnectionSettings, ConnectionTest } from '@datamigrate/contracts';
import { checkLiveSource } from '@datamigrate/sources';
import type { StoredConnection } from '@datamigrate/store';
import type { Handlers } from '../http/route-handler.js';
import { problem } from '../problems/api-problem.js';
import type { Services } from '../services.js';
import { addressOf } from '../uploads/connection-address.js';
import { refusePrivateHost } from '../uploads/connection-source.js';
import { isPublicAddress } from '../webhooks/public-address.js';
import { audit } from './audit-trail.js';
import { idempotently } from './idempotently.js';
import { named } from './projects.js';
import type { ConnectionOperation } from './route-groups.js';

interface Row {
  readonly id: string;
  readonly name: string;
  readonly settings: StoredConnection;
  readonly lastTestOk: boolean | null;
  readonly lastTestAt: Date | null;
  readonly lastTestDetail: string | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

export const connectionHandlers: Handlers<ConnectionOperation> = {
  async listConnections({ query, services, scope }) {
    const page = await services.store.connections.list(scope, query);
    return { ...page, data: page.data.map(document) };
  },

  async createConnection(call) {
    const { services, scope } = call;
    const { name, password, ...settings } = call.body;
    const hash = createHash('sha256')
      .update(`connection ${JSON.stringify(call.body)}`)
      .digest('hex');
    return idempotently(
      call,
      hash,
      201,
      () => null,
      async () => {
        const row = await named(name, () => services.store.connections.create(scope, { name, password, settings }));
        await audit(services.store, call, 'connection.created', row.id, { name, host: settings.host });
        return document(row);
      },
    );
  },

  async testSettings({ body, services }) {
    await refusePrivateHost(services, body.host);
    return tested(services, body);
  },

  async getConnection({ params, services, scope }) {
    const row = await services.store.connections.find(scope, params.connectionId);
    if (row === undefined) throw problem('api-not-found', { what: 'connection' });
    return document(row);
  },

  async updateConnection(call) {
    const { params, services, scope } = call;
    const { name, password, ...changes } = call.body;
    const former = await services.store.connections.find(scope, params.connectionId);
    if (former === undefined) throw problem('api-not-found', { what: 'connection' });
    const given = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
    // A stored password goes to the server that it was entered for, and to no other.
    const moves =
      (changes.host ?? former.settings.host) !== former.settings.host ||
      (changes.port ?? former.settings.port) !== former.settings.port;
    if (moves && password === undefined) {
      throw problem('api-body-invalid', { part: 'body', fault: '/password: another server needs the password again' });
    }
    const row = await named(name ?? '', () =>
      services.store.connections.update(scope, params.connectionId, {
        settings: { ...former.settings, ...given },
        ...(name === undefined ? {} : { name }),
        ...(password === undefined ? {} : { password }),
      }),
    );
    if (row === undefined) throw problem('api-not-found', { what: 'connection' });
    await audit(services.store, call, 'connection.changed', row.id, { password: password !== undefined });
    return document(row);
  },

  async deleteConnection(call) {
    const { params, services, scope } = call;
    if (!(await services.store.connections.remove(scope, params.connectionId)))
      throw problem('api-not-found', { what: 'connection' });
    await audit(services.store, call, 'connection.deleted', params.connectionId);
  },

  async testConnection({ params, services, scope }) {
    const { connections } = services.store;
    const row = await connections.find(scope, params.connectionId);
    if (row === undefined) throw problem('api-not-found', { what: 'connection' });
    await refusePrivateHost(services, row.settings.host);
    const password = await connections.openPassword(scope, row.id);
    if (password === undefined)
      throw problem('api-conflict', { reason: 'The password was sealed with another key; enter it again' });
    const test = await tested(services, { ...row.settings, password });
    await connections.setTest(scope, row.id, { ok: test.ok, detail: test.detail });
    return test;
  },
};

/** Goes the way to the database as a migration would. The password goes beside the address, never in it. */
async function tested(
  { settings: { privateAddresses } }: Services,
  settings: ConnectionSettings,
): Promise<ConnectionTest> {
  const started = performance.now();
  const environment = { DATAMIGRATE_PASSWORD: settings.password };
  const { steps, diagnostics } = await checkLiveSource(addressOf(settings), {
    environment,
    ...(privateAddresses ? {} : { mayReach: isPublicAddress }),
  });
  const [fault] = diagnostics.filter(({ severity }) => severity === 'error');
  const failed = steps.find(({ ok }) => !ok);
  const server = steps.find(({ step, ok }) => step === 'server' && ok)?.text ?? null;
  const database = steps.some(({ step, ok }) => step === 'database' && ok);
  return {
    ok: failed === undefined,
    server,
    databases: database ? [settings.database] : [],
    milliseconds: Math.round(performance.now() - started),
    detail: fault ? `${fault.message} [${fault.code}]` : (failed?.text ?? steps.at(-1)?.text ?? ''),
  };
}

function document({
  id,
  name,
  settings,
  createdAt,
  updatedAt,
  lastTestOk,
  lastTestAt,
  lastTestDetail,
}: Row): Connection {
  const { host, port, database, user, encrypt, trustServerCertificate } = settings;
  const lastTest =
    lastTestAt === null
      ? null
      : { ok: lastTestOk === true, at: lastTestAt.toISOString(), detail: lastTestDetail ?? '' };
  return {
    id,
    name,
    kind: 'sqlserver',
    host,
    port,
    database,
    user,
    encrypt,
    trustServerCertificate,
    lastTest,
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
  };
}
