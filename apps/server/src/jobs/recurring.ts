import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type Claim, organisationScope } from '@datamigrate/store';
import { serveDiagnostics } from '../diagnostics.js';
import { migrationJobKey } from '../handlers/start-migration.js';
import type { Services } from '../services.js';
import { announce } from './announce.js';
import type { JobWork } from './job-runner.js';
import { billMonth } from './monthly-billing.js';
import { reportUsage } from './usage-report.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const LOOK_MS = 10_000;

interface Task {
  readonly name: string;
  readonly everyMs: number;
  readonly work: (services: Services) => Promise<void>;
}

const TASKS: readonly Task[] = [
  { name: 'lost-migrations', everyMs: MINUTE, work: findLost },
  { name: 'clean-up', everyMs: HOUR, work: cleanUp },
  { name: 'billing', everyMs: HOUR, work: billMonth },
  { name: 'usage-report', everyMs: HOUR, work: reportUsage },
];

export const TASK_KIND = 'task';

/** Makes a job of each task that is due. Whichever process asks first is told; the job says who works. */
export function startRecurring(services: Services): () => void {
  const look = async () => {
    try {
      for (const name of await services.store.jobs.due(services.service, TASKS, services.now())) {
        const job = {
          kind: TASK_KIND,
          organisationId: null,
          payload: { name },
          priority: -5,
          maxAttempts: 3,
          dedupeKey: `task:${name}`,
        };
        await services.store.queue.enqueue(job);
        services.waker.wake();
      }
    } catch (error) {
      services.log.warn({ err: error }, 'recurring tasks cannot be read; trying again');
    }
  };
  const timer = setInterval(() => void look(), LOOK_MS);
  void look();
  return () => clearInterval(timer);
}

export const runTask: JobWork = async (services, claim: Claim) => {
  await TASKS.find(({ name }) => name === claim.payload['name'])?.work(services);
  await services.store.queue.complete(claim);
};

/** A migration that counts as running and has no job: its job gave up in a way that nobody foresaw. */
async function findLost(services: Services): Promise<void> {
  const { store, service } = services;
  for (const { id: organisationId } of await store.identity.organisations(service)) {
    const scope = organisationScope(organisationId);
    const { data } = await store.migrations.list(scope, {
      limit: 200,
      states: ['running', 'queued'],
      sort: 'createdAt',
    });
    for (const { id } of data) {
      await store.transaction(async (tx) => {
        const row = await tx.migrations.findLocked(scope, id);
        if (row === undefined || (row.state !== 'running' && row.state !== 'queued')) return;
        if ((await tx.jobs.findByKey(service, migrationJobKey(id))) !== undefined) return;
        const { code, message, help = null } = serveDiagnostics.create('serve-job-lost', {});
        const failure = { code, message, help };
        const moved = await tx.migrations.move(scope, id, ['running', 'queued'], 'failed', {
          failure,
          finishedAt: services.now(),
        });
        if (moved) await announce(tx, service, scope, moved, message);
      });
      services.hub.changed(id);
    }
  }
}

async function cleanUp({ store, service, settings, now }: Services): Promise<void> {
  const at = now();
  await store.identity.sweep(service, at);
  await store.limits.sweep(service, new Date(at.getTime() - 2 * DAY));
  await store.jobs.sweep(service, new Date(at.getTime() - 14 * DAY));
  // Of requests that ended with their process.
  const uploads = join(settings.data, 'uploads');
  for (const name of await readdir(uploads).catch(() => [])) {
    const found = await stat(join(uploads, name)).catch(() => undefined);
    if (found && at.getTime() - found.mtimeMs > DAY) await rm(join(uploads, name), { recursive: true, force: true });
  }
}
