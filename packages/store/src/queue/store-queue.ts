import { and, eq, inArray, lt, sql } from 'drizzle-orm';
import type { Database, Queryable } from '../database/open-database.js';
import { newId } from '../ids.js';
import { jobs, recurring } from '../schema/index.js';
import { forService, type ServiceScope } from '../scope.js';
import { backoffMs, type Claim, type ClaimRequest, type JobQueue, type NewJob } from './job-queue.js';

/** Claims are made one after the other, so that no organisation gets more than its share. They take about a millisecond. */
const CLAIM_LOCK = 4_711_002;

type ClaimedRow = {
  readonly id: string;
  readonly attempts: number;
  readonly kind: string;
  readonly organisation_id: string | null;
  readonly payload: Record<string, unknown> | string;
  readonly max_attempts: number;
};

/** The queue on the table of jobs. */
export function storeQueue(db: Database): JobQueue {
  const held = ({ id, worker, attempt }: Claim) =>
    and(eq(jobs.id, id), eq(jobs.state, 'running'), eq(jobs.leaseOwner, worker), eq(jobs.attempts, attempt));

  return {
    enqueue: (job) => enqueueOn(db, job),

    async claim({ worker, kinds, leaseMs }: ClaimRequest) {
      const rows = await db.transaction(async (tx) => {
        await tx.execute(sql`SELECT pg_advisory_xact_lock(${CLAIM_LOCK})`);
        const result = await tx.execute<ClaimedRow>(sql`
          UPDATE jobs SET state = 'running', lease_owner = ${worker}, attempts = attempts + 1,
            lease_until = now() + ${leaseMs} * interval '1 millisecond'
          WHERE id = (
            SELECT job.id FROM jobs job
            LEFT JOIN organisations o ON o.id = job.organisation_id
            LEFT JOIN plans p ON p.name = o.plan
            WHERE job.kind IN (${sql.join(
              kinds.map((kind) => sql`${kind}`),
              sql`, `,
            )})
              AND (job.state = 'waiting' AND job.run_at <= now() OR job.state = 'running' AND job.lease_until < now())
              AND (job.organisation_id IS NULL OR job.kind <> 'migration' OR p.concurrent_migrations > (
                SELECT count(*) FROM jobs other
                WHERE other.organisation_id = job.organisation_id AND other.kind = job.kind
                  AND other.state = 'running' AND other.lease_until >= now()))
            ORDER BY job.priority DESC, job.run_at, job.id
            LIMIT 1
            FOR UPDATE OF job SKIP LOCKED)
          RETURNING id, attempts, kind, organisation_id, payload, max_attempts`);
        return result.rows;
      });
      const [row] = rows;
      return row && claimOf(row, worker);
    },

    async heartbeat(claim, leaseMs) {
      const [row] = await db
        .update(jobs)
        .set({ leaseUntil: sql`now() + ${leaseMs} * interval '1 millisecond'` })
        .where(held(claim))
        .returning({ cancelRequested: jobs.cancelRequested });
      if (row === undefined) return 'lost';
      return row.cancelRequested ? 'cancel' : 'ok';
    },

    complete: (claim, state = 'done') => completeOn(db, claim, state),

    async fail(claim, error, { retry = true, delayMs } = {}) {
      const again = retry && claim.attempt < claim.maxAttempts;
      const wait = delayMs ?? backoffMs(claim.attempt);
      const rows = await db
        .update(jobs)
        .set({
          lastError: error.slice(0, 2000),
          leaseOwner: null,
          leaseUntil: null,
          ...(again
            ? { state: 'waiting', runAt: new Date(Date.now() + wait) }
            : { state: 'failed', finishedAt: new Date(), dedupeKey: null }),
        })
        .where(held(claim))
        .returning({ id: jobs.id });
      if (rows.length === 0) return 'lost';
      return again ? 'retry' : 'failed';
    },

    async cancel(id) {
      const waiting = await db
        .update(jobs)
        .set({ state: 'cancelled', finishedAt: new Date(), dedupeKey: null })
        .where(and(eq(jobs.id, id), eq(jobs.state, 'waiting')))
        .returning({ id: jobs.id });
      if (waiting.length > 0) return 'cancelled';
      const running = await db
        .update(jobs)
        .set({ cancelRequested: true })
        .where(and(eq(jobs.id, id), eq(jobs.state, 'running')))
        .returning({ id: jobs.id });
      return running.length > 0 ? 'requested' : 'finished';
    },
  };
}

/** For a job that must exist exactly if the transaction around it does. */
export async function enqueueOn(db: Queryable, job: NewJob): Promise<{ id: string; isNew: boolean }> {
  const { kind, organisationId, payload, priority = 0, runAt = new Date(), maxAttempts = 5, dedupeKey = null } = job;
  const id = newId('job');
  const made = await db
    .insert(jobs)
    .values({ id, kind, organisationId, payload, priority, runAt, maxAttempts, dedupeKey, state: 'waiting' })
    .onConflictDoNothing({ target: jobs.dedupeKey })
    .returning({ id: jobs.id });
  if (made.length > 0 || dedupeKey === null) return { id, isNew: true };
  const [former] = await db.select({ id: jobs.id }).from(jobs).where(eq(jobs.dedupeKey, dedupeKey));
  return { id: former?.id ?? id, isNew: false };
}

/** The same for its end: together with what the job has done. */
export async function completeOn(
  db: Queryable,
  { id, worker, attempt }: Claim,
  state: 'done' | 'cancelled',
): Promise<boolean> {
  const rows = await db
    .update(jobs)
    .set({ state, finishedAt: new Date(), dedupeKey: null, leaseOwner: null, leaseUntil: null })
    .where(and(eq(jobs.id, id), eq(jobs.state, 'running'), eq(jobs.leaseOwner, worker), eq(jobs.attempts, attempt)))
    .returning({ id: jobs.id });
  return rows.length > 0;
}

function claimOf(row: ClaimedRow, worker: string): Claim {
  const payload = typeof row.payload === 'string' ? (JSON.parse(row.payload) as Record<string, unknown>) : row.payload;
  return {
    id: row.id,
    worker,
    attempt: row.attempts,
    kind: row.kind,
    organisationId: row.organisation_id,
    payload,
    maxAttempts: row.max_attempts,
  };
}

/** What the service asks about its jobs. */
export function jobRepository(db: Queryable) {
  return forService({
    async find(_: ServiceScope, id: string) {
      const [row] = await db.select().from(jobs).where(eq(jobs.id, id));
      return row;
    },
    async findByKey(_: ServiceScope, dedupeKey: string) {
      const [row] = await db.select().from(jobs).where(eq(jobs.dedupeKey, dedupeKey));
      return row;
    },
    async enqueue(_: ServiceScope, job: NewJob) {
      return enqueueOn(db, job);
    },
    async complete(_: ServiceScope, claim: Claim, state: 'done' | 'cancelled') {
      return completeOn(db, claim, state);
    },
    async countByState(_: ServiceScope) {
      return db
        .select({ kind: jobs.kind, state: jobs.state, jobs: sql<string>`count(*)` })
        .from(jobs)
        .groupBy(jobs.kind, jobs.state);
    },
    async sweep(_: ServiceScope, before: Date) {
      await db
        .delete(jobs)
        .where(and(inArray(jobs.state, ['done', 'failed', 'cancelled']), lt(jobs.finishedAt, before)));
    },
    /** Which of the recurring tasks are due. Of several processes one is told. */
    async due(_: ServiceScope, tasks: readonly { readonly name: string; readonly everyMs: number }[], now: Date) {
      const due: string[] = [];
      for (const { name, everyMs } of tasks) {
        const nextAt = new Date(now.getTime() + everyMs);
        await db.insert(recurring).values({ name, nextAt: now }).onConflictDoNothing();
        const rows = await db
          .update(recurring)
          .set({ nextAt })
          .where(and(eq(recurring.name, name), sql`${recurring.nextAt} <= ${now.toISOString()}::timestamptz`))
          .returning({ name: recurring.name });
        if (rows.length > 0) due.push(name);
      }
      return due;
    },
  });
}
