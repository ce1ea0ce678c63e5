import { setTimeout as pause } from 'node:timers/promises';
import { type Claim, newId } from '@datamigrate/store';
import type { Services } from '../services.js';

const LEASE_MS = 15_000;
const BEAT_MS = 3_000;
/** Without a call: other processes and times that have come. */
const LOOK_MS = 1_000;

/** What a job hears while it runs. */
export interface JobHandle {
  onCancel(listener: () => void): void;
  onLost(listener: () => void): void;
  onStop(listener: () => void): void;
  isCancelled(): boolean;
  isLost(): boolean;
  isStopping(): boolean;
}

export type JobWork = (services: Services, claim: Claim, handle: JobHandle) => Promise<void>;

export interface JobRunner {
  /** A cancel need not wait for the next heartbeat when the job runs here. */
  cancelNow(jobId: string): void;
  /** Takes no more jobs, asks running ones to stop, and waits for them. */
  stop(): Promise<void>;
}

export interface Lane {
  readonly kinds: readonly string[];
  readonly slots: number;
}

/** Workers of this process. Kinds of jobs have slots of their own: a long migration does not hold up a webhook. */
export function startJobRunner(
  services: Services,
  works: Readonly<Record<string, JobWork>>,
  lanes: readonly Lane[],
): JobRunner {
  const worker = `${process.pid}-${newId('job').slice(-8)}`;
  const handles = new Map<string, ReturnType<typeof newHandle>>();
  let stopping = false;
  let rouse: (() => void)[] = [];
  const offWake = services.waker.onWake(() => {
    for (const one of rouse) one();
  });

  const idle = () =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(done, LOOK_MS);
      function done() {
        clearTimeout(timer);
        rouse = rouse.filter((one) => one !== done);
        resolve();
      }
      rouse.push(done);
    });

  async function slot({ kinds }: Lane, index: number): Promise<void> {
    const name = `${worker}-${kinds[0]}-${index}`;
    while (!stopping) {
      const claim = await services.store.queue
        .claim({ worker: name, kinds, leaseMs: LEASE_MS })
        .catch((error: unknown) => {
          services.log.warn({ err: error }, 'jobs cannot be read; trying again');
          return pause(LOOK_MS, undefined);
        });
      if (claim === undefined) await idle();
      else await run(claim);
    }
  }

  async function run(claim: Claim): Promise<void> {
    const handle = newHandle();
    handles.set(claim.id, handle);
    const beat = setInterval(() => void heartbeat(claim, handle), BEAT_MS);
    const log = services.log.child({ jobId: claim.id, kind: claim.kind, attempt: claim.attempt });
    try {
      await works[claim.kind]?.(services, claim, handle);
    } catch (error) {
      log.error({ err: error }, 'a job failed');
      const text = error instanceof Error ? error.message : String(error);
      // When the database is what failed, the lease runs out and the job is taken up again.
      await services.store.queue.fail(claim, text, { delayMs: 1_000 * claim.attempt }).catch(() => {});
    } finally {
      clearInterval(beat);
      handles.delete(claim.id);
    }
  }

  async function heartbeat(claim: Claim, handle: ReturnType<typeof newHandle>): Promise<void> {
    try {
      const answer = await services.store.queue.heartbeat(claim, LEASE_MS);
      handle.beaten = Date.now();
      if (answer === 'cancel') handle.cancel();
      if (answer === 'lost' && handles.get(claim.id) === handle) handle.lose();
    } catch {
      // Nobody may go on with a lease that could not be kept: somebody else may have it by now.
      if (Date.now() - handle.beaten > LEASE_MS) handle.lose();
    }
  }

  const slots = lanes.flatMap((lane) => Array.from({ length: lane.slots }, (_, i) => slot(lane, i)));
  return {
    cancelNow: (jobId) => handles.get(jobId)?.cancel(),
    async stop() {
      stopping = true;
      offWake();
      for (const one of [...rouse]) one();
      for (const handle of handles.values()) handle.stop();
      await Promise.all(slots);
    },
  };
}

type Cause = 'cancelled' | 'lost' | 'stopping';

function newHandle() {
  const listeners: Record<Cause, (() => void)[]> = { cancelled: [], lost: [], stopping: [] };
  const happened = new Set<Cause>();
  const on = (cause: Cause) => (listener: () => void) => {
    listeners[cause].push(listener);
    if (happened.has(cause)) listener();
  };
  const set = (cause: Cause) => () => {
    if (happened.has(cause)) return;
    happened.add(cause);
    for (const listener of listeners[cause]) listener();
  };
  return {
    beaten: Date.now(),
    onCancel: on('cancelled'),
    onLost: on('lost'),
    onStop: on('stopping'),
    isCancelled: () => happened.has('cancelled'),
    isLost: () => happened.has('lost'),
    isStopping: () => happened.has('stopping'),
    cancel: set('cancelled'),
    lose: set('lost'),
    stop: set('stopping'),
  };
}
