import type { JobState } from '../schema/index.js';

export interface NewJob {
  readonly kind: string;
  /** null: of the service itself. */
  readonly organisationId: string | null;
  readonly payload: Record<string, unknown>;
  /** Higher first. */
  readonly priority?: number;
  readonly runAt?: Date;
  readonly maxAttempts?: number;
  /** While a job with this key waits or runs, no other one is made. */
  readonly dedupeKey?: string;
}

export interface ClaimRequest {
  readonly worker: string;
  readonly kinds: readonly string[];
  readonly leaseMs: number;
}

/** A job in the hands of one worker. `attempt` tells its claim from later ones of the same job. */
export interface Claim {
  readonly id: string;
  readonly worker: string;
  readonly attempt: number;
  readonly kind: string;
  readonly organisationId: string | null;
  readonly payload: Record<string, unknown>;
  readonly maxAttempts: number;
}

/** Six methods. Whatever implements them, the row in the store is the truth. */
export interface JobQueue {
  /** The id of the job, or of the one that has its key already. */
  enqueue(job: NewJob): Promise<{ readonly id: string; readonly isNew: boolean }>;
  /** The next job that is due, of an organisation that does not have as many running as its plan allows. */
  claim(request: ClaimRequest): Promise<Claim | undefined>;
  /** Keeps the lease. `lost`: another worker has the job, so this one must stop. */
  heartbeat(claim: Claim, leaseMs: number): Promise<'ok' | 'cancel' | 'lost'>;
  complete(claim: Claim, state?: Extract<JobState, 'done' | 'cancelled'>): Promise<boolean>;
  /** Tries again later, later each time, until the attempts are used up. `retry: false` gives up at once. */
  fail(
    claim: Claim,
    error: string,
    options?: { readonly retry?: boolean; readonly delayMs?: number },
  ): Promise<'retry' | 'failed' | 'lost'>;
  /** A waiting job is cancelled; the worker of a running one is told with its next heartbeat. */
  cancel(id: string): Promise<'cancelled' | 'requested' | 'finished'>;
}

const FIRST_MS = 2_000;
const LONGEST_MS = 3_600_000;

/** 2 s, 8 s, 32 s …, at most an hour. */
export function backoffMs(attempt: number): number {
  return Math.min(LONGEST_MS, FIRST_MS * 4 ** Math.max(0, attempt - 1));
}
