import type { Checkpoint, Report } from '@datamigrate/contracts';
import type { Claim, OrganisationScope } from '@datamigrate/store';
import type { Services } from '../services.js';
import type { Failure } from '../worker/messages.js';
import { announce } from './announce.js';
import type { MigrationFolder } from './migration-folders.js';
import { filesOfRun, objectsOfReport, verdictsOf } from './results-of-run.js';
import { readPlanned, readReport } from './run-files.js';

export interface EndContext {
  readonly services: Services;
  readonly scope: OrganisationScope;
  readonly id: string;
  readonly claim: Claim;
}

/**
 * All that a finished migration leaves, in one transaction with the end of its job: results, state, charges, webhooks. So
 * either all of it is there or another worker does it again, and charges have keys besides.
 */
export async function succeed(context: EndContext, folder: MigrationFolder): Promise<boolean> {
  const { services, scope, id, claim } = context;
  const report = await readReport(folder.project);
  if (report === undefined) return false;
  const plan = await readPlanned(folder.project);
  const files = await filesOfRun(folder.project, report, plan);
  const done = await services.store.transaction(async (tx) => {
    const row = await tx.migrations.findLocked(scope, id);
    if (row === undefined || !(await tx.jobs.complete(services.service, claim, 'done'))) return false;
    const former = await tx.results.allObjects(scope, id);
    const reasons = new Map(
      former.flatMap(({ object, reason }) => (reason === null ? [] : [[object, reason] as const])),
    );
    const objects = objectsOfReport(report, plan, reasons, files);
    await tx.results.replaceObjects(scope, id, objects);
    await tx.results.replaceFiles(scope, id, files);
    const moved = await tx.migrations.move(scope, id, ['running', 'queued'], 'succeeded', {
      totals: report.totals,
      verdicts: verdictsOf(objects),
      database: report.source.database,
      objectsTotal: objects.length,
      objectsDone: objects.length,
      failure: null,
      finishedAt: services.now(),
    });
    if (moved === undefined) return true;
    await charge(context, tx, report, row.name);
    await announce(tx, services.service, scope, moved, endText(report));
    return true;
  });
  if (done) ended(services, id, 'succeeded');
  return true;
}

async function charge(
  { services, scope, id }: EndContext,
  tx: Parameters<Parameters<Services['store']['transaction']>[0]>[0],
  report: Report,
  name: string,
): Promise<void> {
  const plan = await tx.organisation.plan(scope);
  const at = services.now();
  const { models } = report.totals;
  await tx.billing.charge(scope, [
    {
      kind: 'migration',
      text: name,
      quantity: 1,
      unitCents: plan.migrationCents,
      migrationId: id,
      at,
      dedupeKey: `${id}:migration`,
    },
    {
      kind: 'models',
      text: name,
      quantity: models,
      unitCents: plan.modelCents,
      migrationId: id,
      at,
      dedupeKey: `${id}:models`,
    },
  ]);
}

function endText({ totals }: Report): string {
  return `Finished: ${totals.objects} objects, ${totals.models} models, ${totals.rowsCompared} rows compared`;
}

export async function wait(context: EndContext, checkpoint: Checkpoint, failure: Failure | null = null): Promise<void> {
  const { services, scope, id, claim } = context;
  await services.store.transaction(async (tx) => {
    if (!(await tx.jobs.complete(services.service, claim, 'done'))) return;
    const moved = await tx.migrations.move(scope, id, ['running', 'queued'], 'waiting', { checkpoint, failure });
    const text = failure ? failure.message : `Waits for an approval after the ${checkpoint} checkpoint`;
    if (moved) await announce(tx, services.service, scope, moved, text);
  });
  ended(services, id, 'waiting');
}

export async function cancelled(context: EndContext): Promise<void> {
  const { services, scope, id, claim } = context;
  await services.store.transaction(async (tx) => {
    if (!(await tx.jobs.complete(services.service, claim, 'cancelled'))) return;
    const finishedAt = services.now();
    const moved = await tx.migrations.move(scope, id, ['running', 'queued'], 'cancelled', { finishedAt });
    if (moved) await announce(tx, services.service, scope, moved, 'Cancelled; it can be resumed');
  });
  ended(services, id, 'cancelled');
}

export async function fail(context: EndContext, failure: Failure): Promise<void> {
  const { services, scope, id, claim } = context;
  await services.store.transaction(async (tx) => {
    if (!(await tx.jobs.complete(services.service, claim, 'done'))) return;
    const finishedAt = services.now();
    const moved = await tx.migrations.move(scope, id, ['running', 'queued'], 'failed', { failure, finishedAt });
    if (moved) await announce(tx, services.service, scope, moved, failure.message);
  });
  ended(services, id, 'failed');
}

function ended(services: Services, id: string, state: string): void {
  services.metrics.migrationEnded(state);
  services.hub.changed(id);
  services.waker.wake();
}
