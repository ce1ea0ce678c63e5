import { rm, writeFile } from 'node:fs/promises';
import { API_PREFIX, MIGRATION_STATES, type MigrationState, migrationSchema } from '@datamigrate/contracts';
import { type MigrationRow, monthOf, type OrganisationScope } from '@datamigrate/store';
import { type Handlers, Written } from '../http/route-handler.js';
import { announce } from '../jobs/announce.js';
import { migrationFolder } from '../jobs/migration-folders.js';
import { planPath, readRunState } from '../jobs/run-files.js';
import { problem } from '../problems/api-problem.js';
import type { Services } from '../services.js';
import { audit } from './audit-trail.js';
import { migrationDocument } from './documents.js';
import { estimateOf } from './estimate.js';
import { idempotently } from './idempotently.js';
import { resultHandlers } from './migration-results.js';
import type { MigrationOperation } from './route-groups.js';
import { jobOf, migrationJobKey, receiveSource, startMigration, startOfMonth } from './start-migration.js';
import { settled } from './wait-for-change.js';

const RECENT = 8;

export const migrationHandlers: Handlers<MigrationOperation> = {
  ...resultHandlers,

  async getDashboard({ services, scope }) {
    const { store } = services;
    const [groups, recent, plan, month] = await Promise.all([
      store.migrations.overview(scope),
      store.migrations.list(scope, { limit: RECENT, sort: '-createdAt' }),
      store.organisation.plan(scope),
      store.billing.month(scope, monthOf(services.now())),
    ]);
    const byState = Object.fromEntries(MIGRATION_STATES.map((state) => [state, 0])) as Record<MigrationState, number>;
    for (const { state, migrations } of groups) byState[state] = migrations;
    const sum = (name: 'objects' | 'models' | 'rowsCompared' | 'equal' | 'refused') =>
      groups.reduce((total, group) => total + Number(group[name]), 0);
    const ended = byState.succeeded + byState.failed;
    return {
      migrations: {
        total: groups.reduce((total, { migrations }) => total + migrations, 0),
        byState,
        successShare: ended === 0 ? null : byState.succeeded / ended,
      },
      objects: { total: sum('objects'), equal: sum('equal'), refused: sum('refused') },
      models: sum('models'),
      rowsCompared: sum('rowsCompared'),
      month: {
        migrations: await store.migrations.countSince(scope, startOfMonth(services.now())),
        limit: plan.migrationsPerMonth,
        cents: month.cents,
      },
      recent: recent.data.map(migrationDocument),
    };
  },

  async createMigration(call) {
    const asked = await receiveSource(call);
    try {
      const location = ({ id }: { id: string }) => `${API_PREFIX}/migrations/${id}`;
      return await idempotently(call, asked.hash, 202, location, () => startMigration(call, asked));
    } finally {
      await asked.source.discard();
    }
  },

  async estimateMigration(call) {
    const { source } = await receiveSource(call);
    try {
      return await estimateOf(call, source);
    } finally {
      await source.discard();
    }
  },

  async listMigrations({ query, services, scope }) {
    const { state, ...rest } = query;
    const states = state === undefined ? {} : { states: Array.isArray(state) ? state : [state] };
    const page = await services.store.migrations.list(scope, { ...rest, ...states });
    return { ...page, data: page.data.map(migrationDocument) };
  },

  async getMigration({ params, services, scope, request }) {
    const id = params.migrationId;
    const waits = request.headers['prefer'] !== undefined;
    if (waits) await settled(services, scope, await found(services, scope, id), request);
    const { documents } = services;
    const load = async () => JSON.stringify(migrationSchema.parse(migrationDocument(await found(services, scope, id))));
    return new Written((waits ? undefined : documents.get(scope, id)) ?? (await documents.read(scope, id, load)));
  },

  async updateMigration(call) {
    const { params, body, services, scope } = call;
    const { name, projectId } = body;
    if (projectId && (await services.store.projects.find(scope, projectId)) === undefined) {
      throw problem('api-not-found', { what: 'project' });
    }
    await found(services, scope, params.migrationId);
    const row = await services.store.migrations.change(scope, params.migrationId, {
      ...(name === undefined ? {} : { name }),
      ...(projectId === undefined ? {} : { projectId }),
    });
    if (row === undefined) throw problem('api-not-found', { what: 'migration' });
    services.hub.changed(row.id);
    return migrationDocument(row);
  },

  async deleteMigration(call) {
    const { params, services, scope } = call;
    const id = params.migrationId;
    await services.store.transaction(async (tx) => {
      const row = await tx.migrations.findLocked(scope, id);
      if (row === undefined) throw problem('api-not-found', { what: 'migration' });
      if (row.state === 'running' || row.state === 'queued') throw problem('api-already-running', { state: row.state });
      await tx.migrations.remove(scope, id);
      await audit(tx, call, 'migration.deleted', id, { name: row.name });
    });
    services.hub.changed(id);
    await rm(migrationFolder(services.settings.data, id).root, { recursive: true, force: true });
  },

  async cancelMigration(call) {
    const { params, services, scope } = call;
    const { store, service } = services;
    const id = params.migrationId;
    const job = await store.jobs.findByKey(service, migrationJobKey(id));
    const row = await found(services, scope, id);
    if (!['queued', 'running', 'waiting'].includes(row.state)) {
      throw problem('api-conflict', { reason: `The migration is ${row.state} already` });
    }
    const answer = job === undefined ? 'cancelled' : await store.queue.cancel(job.id);
    await store.transaction(async (tx) => {
      await audit(tx, call, 'migration.cancelled', id);
      // One that runs is moved by its worker, when it has stopped.
      if (answer === 'requested') return;
      const moved = await tx.migrations.move(scope, id, ['queued', 'waiting', 'running'], 'cancelled', {
        finishedAt: services.now(),
      });
      if (moved) await announce(tx, service, scope, moved, 'Cancelled; it can be resumed');
    });
    if (job) services.cancelJob(job.id);
    services.hub.changed(id);
    return migrationDocument(await found(services, scope, id));
  },

  async resumeMigration(call) {
    const { params, services, scope } = call;
    const id = params.migrationId;
    const row = await services.store.transaction(async (tx) => {
      const former = await tx.migrations.findLocked(scope, id);
      if (former === undefined) throw problem('api-not-found', { what: 'migration' });
      const moved = await tx.migrations.move(scope, id, ['cancelled', 'failed'], 'queued', {
        failure: null,
        finishedAt: null,
      });
      if (moved === undefined) throw problem('api-not-resumable', { state: former.state });
      await announce(tx, services.service, scope, moved, 'Queued again');
      await tx.jobs.enqueue(services.service, jobOf(scope.organisationId, id));
      await audit(tx, call, 'migration.resumed', id);
      return moved;
    });
    services.waker.wake();
    services.hub.changed(id);
    return migrationDocument(row);
  },

  async approveCheckpoint(call) {
    const { params, body, services, scope } = call;
    const { checkpoint, plan } = body;
    const id = params.migrationId;
    const { project } = migrationFolder(services.settings.data, id);
    const former = await found(services, scope, id);
    const refused = (state: string) => problem('api-not-at-checkpoint', { state, checkpoint });
    if (former.state !== 'waiting' || former.checkpoint !== checkpoint) throw refused(former.state);
    const state = await readRunState(project);
    if (plan !== undefined) await writeFile(planPath(project), plan);
    const row = await services.store.transaction(async (tx) => {
      const moved = await tx.migrations.move(scope, id, ['waiting'], 'queued', { failure: null });
      if (moved === undefined) throw refused('no longer waiting');
      await announce(tx, services.service, scope, moved, `The ${checkpoint} checkpoint was approved`);
      // Names the stop that is answered: another one, later, is not.
      await tx.jobs.enqueue(services.service, jobOf(scope.organisationId, id, { answers: state?.updatedAt ?? null }));
      await audit(tx, call, 'migration.approved', id, { checkpoint, planEdited: plan !== undefined });
      return moved;
    });
    services.waker.wake();
    services.hub.changed(id);
    return migrationDocument(row);
  },
};

async function found(services: Services, scope: OrganisationScope, id: string): Promise<MigrationRow> {
  const row = await services.store.migrations.find(scope, id);
  if (row === undefined) throw problem('api-not-found', { what: 'migration' });
  return row;
}
