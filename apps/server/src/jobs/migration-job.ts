import { setTimeout as pause } from 'node:timers/promises';
import { type Claim, organisationScope } from '@datamigrate/store';
import { serveDiagnostics } from '../diagnostics.js';
import type { Services } from '../services.js';
import type { Outcome } from '../worker/messages.js';
import { type MigrationProcess, startWorker, type WorkerEnd } from '../worker/start-worker.js';
import { announce } from './announce.js';
import { forgetTests, metFullDisk } from './disk-full.js';
import type { JobHandle } from './job-runner.js';
import { cancelled, type EndContext, fail, succeed, wait } from './migration-ends.js';
import { type MigrationFolder, migrationFolder } from './migration-folders.js';
import { importProgress } from './migration-progress.js';
import { sourceOf } from './migration-source.js';
import { readRunState } from './run-files.js';
import { runningObjects } from './running-objects.js';

/** Progress is taken over this often at most. */
const IMPORT_MS = 150;
const LOOK_MS = 1_000;
/** Codes of faults that may pass: another process still holds the folder, the disk was full. */
const PASSING: Readonly<Record<string, number>> = {
  'run-folder-locked': 1_000,
  'run-file-failed': 5_000,
  'run-folder-unwritable': 5_000,
};
const CRASHES_ALLOWED = 20;
const FULL_DISK_MS = 5_000;
const DISK_WAS_FULL = {
  code: 'run-file-failed',
  message: 'The disk of the service was full while the models were built and compared.',
  help: 'Resume it when there is space again: what is converted is kept.',
};
const NO_REPORT = { code: 'api-internal', message: 'The run ended without a readable report.', help: null };

/** Runs the agents on a migration in a process of its own, and brings what they made into the store. */
export async function runMigrationJob(services: Services, claim: Claim, handle: JobHandle): Promise<void> {
  const { store, log } = services;
  const id = String(claim.payload['migrationId']);
  const scope = organisationScope(claim.organisationId ?? '');
  const context: EndContext = { services, scope, id, claim };
  const folder = migrationFolder(services.settings.data, id);
  const begun = await begin(context);
  if (!begun) return void (await store.queue.complete(claim, 'cancelled'));
  // It stopped and its worker was killed before it could say so: nobody has answered that stop.
  const state = await readRunState(folder.project);
  if (state?.status === 'stopped-at-checkpoint' && state.updatedAt !== claim.payload['answers']) {
    await importProgress(services, scope, id, folder);
    return wait(context, state.checkpoint ?? 'plan');
  }
  const { options, target } = begun;
  const read = await sourceOf(context, folder, begun);
  if (!read.ok) return fail(context, read.error);
  const imports = importer(services, context, folder);
  const worker = startWorker(
    { kind: 'start', ...read.value, out: folder.project, target, ...options },
    { uploads: folder.source, environment: services.dbt.environmentVariables() },
    imports.soon,
    log.child({ migrationId: id }),
  );
  const end = await supervise(worker, handle);
  await imports.last();
  if (end === 'lost') return;
  await conclude(context, folder, end, handle);
}

async function begin({ services, scope, id, claim }: EndContext) {
  const now = services.now();
  const begun = await services.store.transaction(async (tx) => {
    const row = await tx.migrations.findLocked(scope, id);
    if (row === undefined || !['queued', 'running'].includes(row.state)) return undefined;
    const attempts = row.attempts + 1;
    const isFirst = row.state === 'queued';
    const moved = await tx.migrations.move(scope, id, ['queued', 'running'], 'running', {
      attempts,
      startedAt: row.startedAt ?? now,
      finishedAt: null,
      failure: null,
    });
    const text = claim.attempt > 1 ? 'Another worker goes on where the last one stopped' : 'A worker has started';
    if (moved && isFirst) await announce(tx, services.service, scope, moved, text);
    else if (moved) await tx.events.append(scope, id, [{ kind: 'note', level: 'info', text }], now);
    return moved;
  });
  services.hub.changed(id);
  return begun;
}

/** Until the process has ended; cancels or kills it when its job is cancelled or lost. */
async function supervise(worker: MigrationProcess, handle: JobHandle): Promise<WorkerEnd | 'lost'> {
  const cancel = () => worker.cancel();
  const lose = () => worker.kill();
  handle.onCancel(cancel);
  handle.onStop(cancel);
  handle.onLost(lose);
  const end = await worker.ended;
  return handle.isLost() ? 'lost' : end;
}

async function conclude(
  context: EndContext,
  folder: MigrationFolder,
  end: WorkerEnd,
  handle: JobHandle,
): Promise<void> {
  const { services, claim } = context;
  if ('crash' in end) {
    if (handle.isCancelled()) return cancelled(context);
    if (handle.isStopping()) return release(context);
    if (claim.attempt < Math.min(claim.maxAttempts, CRASHES_ALLOWED)) {
      await services.store.queue.fail(claim, `worker ended with ${end.crash}`, { delayMs: 300 * claim.attempt });
      return;
    }
    const {
      code,
      message,
      help = null,
    } = serveDiagnostics.create('serve-worker-crashed', { times: claim.attempt, how: end.crash });
    return fail(context, { code, message, help });
  }
  return concludeWith(context, folder, end.outcome, handle);
}

async function concludeWith(
  context: EndContext,
  folder: MigrationFolder,
  outcome: Outcome,
  handle: JobHandle,
): Promise<void> {
  const { services, claim } = context;
  switch (outcome.kind) {
    case 'finished':
      if (await metFullDisk(folder.project)) {
        if (claim.attempt >= claim.maxAttempts) return fail(context, DISK_WAS_FULL);
        await forgetTests(folder.project);
        await services.store.queue.fail(claim, DISK_WAS_FULL.message, { delayMs: FULL_DISK_MS });
        return;
      }
      if (await succeed(context, folder)) return;
      return fail(context, NO_REPORT);
    case 'stopped':
      return wait(context, outcome.checkpoint);
    case 'cancelled':
      return handle.isCancelled() ? cancelled(context) : release(context);
    case 'inspected':
      return fail(context, NO_REPORT);
    case 'failed': {
      const { code, message } = outcome.failure;
      const delayMs = PASSING[code];
      if (delayMs !== undefined && claim.attempt < claim.maxAttempts) {
        await services.store.queue.fail(claim, message, { delayMs });
        return;
      }
      // An edited plan that is wrong: the person who approved it mends it.
      const state = code === 'run-plan-invalid' ? await readRunState(folder.project) : undefined;
      if (state?.status === 'stopped-at-checkpoint') return wait(context, state.checkpoint ?? 'plan', outcome.failure);
      return fail(context, outcome.failure);
    }
  }
}

/** The service stops: another process, or this one after its next start, goes on. */
async function release({ services, scope, id, claim }: EndContext): Promise<void> {
  await services.store.transaction(async (tx) => {
    const moved = await tx.migrations.move(scope, id, ['running'], 'queued');
    if (moved)
      await announce(tx, services.service, scope, moved, 'The service stopped; the migration goes on when it is back');
  });
  await services.store.queue.fail(claim, 'the service stopped', { delayMs: 0 });
}

/** One import at a time, and one more after the last change. */
function importer(services: Services, { scope, id }: EndContext, folder: MigrationFolder) {
  const objects = runningObjects(folder.project);
  let running: Promise<void> | undefined;
  let again = false;
  const once = async () => {
    do {
      again = false;
      try {
        if (await importProgress(services, scope, id, folder, objects)) again = true;
      } catch (error) {
        services.log.warn({ err: error, migrationId: id }, 'progress could not be stored; it is tried again');
      }
      await pause(IMPORT_MS);
    } while (again);
    running = undefined;
  };
  const soon = () => {
    again = true;
    running ??= once();
  };
  // Converted objects make no event of the run.
  const look = setInterval(soon, LOOK_MS);
  return {
    soon,
    async last() {
      clearInterval(look);
      await running;
      await importProgress(services, scope, id, folder, objects);
    },
  };
}
