import type { ServiceScope, Store } from '@datamigrate/store';
import type { FastifyReply } from 'fastify';
import { problem } from '../problems/api-problem.js';
import type { Caller } from './caller.js';
import { countLater } from './count-later.js';
import { countTogether } from './count-together.js';

const HOUR = 3_600_000;
const MINUTE = 60_000;
/** People who click, with pages that ask several things at once. */
const SESSION_REQUESTS_PER_MINUTE = 600;
const MOST_BUCKETS = 50_000;
/** Plans with fewer requests are counted one by one: none is fetched that may not be used, none is forgotten. */
const FEW = 40;
/** Counts that no other process needs are written this often. */
const WRITE_MS = 1_000;
/** A key that used up what was fetched within this time gets more at once. */
const FAST_MS = 2_000;

interface Allowance {
  readonly hour: number;
  readonly limit: number;
  left: number;
  used: number;
  /** The limit is reached: nothing is fetched until the next hour. */
  spent: boolean;
  /** When it was fetched last, and how many then. */
  fetchedAt: number;
  block: number;
  /** While more is fetched. */
  refill: Promise<void> | undefined;
}

export interface RateLimiter {
  /** Counts the request; more than allowed is a problem. Only who has to wait for the database gets a promise. */
  count(caller: Caller, reply: FastifyReply, at: number): Promise<void> | undefined;
  /** Before the end. */
  flush(): Promise<void>;
}

/**
 * Keys are counted in the database, since several processes may serve one key. Plans with many requests fetch a twentieth of
 * them at a time (a fifth for who is fast), before the last ones are used, so that requests seldom wait for it; what is
 * fetched and not used when a process ends is lost to the key for that hour. The embedded database serves one process: there
 * the hour is read once, and what is used is written behind.
 */
export function rateLimiter(store: Store, service: ServiceScope, now: () => Date): RateLimiter {
  const keys = new Map<string, Allowance>();
  const sessions = new Map<string, { minute: number; count: number }>();
  const write = (hour: number, counts: readonly { bucket: string; by: number }[]) =>
    store.limits.count(service, new Date(hour), counts);
  const count = countTogether(write);
  const later = countLater(write, WRITE_MS);
  const isAlone = store.kind !== 'server';

  /** All that is left of the hour. */
  async function readHour(id: string, limit: number, allowance: Allowance): Promise<void> {
    // Of a plan that was another one a moment ago, too.
    await later.flush();
    const counted = await count(id, allowance.hour, 0);
    allowance.left = Math.max(0, limit - counted);
    allowance.used = Math.min(limit, counted);
    allowance.spent = true;
  }

  async function fetchMore(id: string, limit: number, allowance: Allowance): Promise<void> {
    const at = now().getTime();
    const isFast = at - allowance.fetchedAt < FAST_MS;
    const block = Math.max(1, Math.floor(limit / (isFast ? 5 : 20)));
    allowance.fetchedAt = at;
    allowance.block = block;
    const counted = await count(id, allowance.hour, block);
    const got = Math.max(0, block - Math.max(0, counted - limit));
    allowance.left += got;
    allowance.used = Math.max(allowance.used, Math.min(limit, counted) - allowance.left);
    allowance.spent = got < block;
  }

  function refill(id: string, limit: number, allowance: Allowance): Promise<void> {
    const more = isAlone && limit >= FEW ? readHour : fetchMore;
    allowance.refill ??= more(id, limit, allowance).finally(() => {
      allowance.refill = undefined;
    });
    return allowance.refill;
  }

  function allowanceOf(id: string, limit: number, at: number): Allowance {
    const hour = Math.floor(at / HOUR) * HOUR;
    let allowance = keys.get(id);
    if (allowance === undefined || allowance.hour !== hour || allowance.limit !== limit) {
      if (keys.size >= MOST_BUCKETS) keys.clear();
      allowance = { hour, limit, left: 0, used: 0, spent: false, fetchedAt: 0, block: 0, refill: undefined };
      keys.set(id, allowance);
    }
    return allowance;
  }

  function countKey(id: string, limit: number, reply: FastifyReply, at: number): Promise<void> | undefined {
    const allowance = allowanceOf(id, limit, at);
    if (allowance.left === 0 && !allowance.spent) {
      // Others may take what is fetched before this one is told.
      return refill(id, limit, allowance).then(() => countKey(id, limit, reply, at));
    }
    const seconds = Math.ceil((allowance.hour + HOUR - at) / 1000);
    const isRefused = allowance.left === 0;
    if (!isRefused) {
      allowance.left--;
      allowance.used++;
      if (isAlone && limit >= FEW) later.add(id, allowance.hour);
      if (allowance.left < allowance.block / 2 && limit >= FEW && !allowance.spent) {
        refill(id, limit, allowance).catch(() => {});
      }
    }
    void reply.headers({
      'x-ratelimit-limit': limit,
      'x-ratelimit-reset': seconds,
      'x-ratelimit-remaining': isRefused ? 0 : Math.max(0, limit - allowance.used),
    });
    if (isRefused)
      throw problem('api-rate-limited', { limit, period: 'an hour', seconds }, { retryAfterSeconds: seconds });
    return undefined;
  }

  function countSession(id: string, at: number): void {
    const minute = Math.floor(at / MINUTE);
    const found = sessions.get(id);
    if (found === undefined || found.minute !== minute) {
      if (sessions.size >= MOST_BUCKETS) sessions.clear();
      sessions.set(id, { minute, count: 1 });
      return;
    }
    if (++found.count <= SESSION_REQUESTS_PER_MINUTE) return;
    const seconds = Math.ceil(((minute + 1) * MINUTE - at) / 1000);
    const limit = SESSION_REQUESTS_PER_MINUTE;
    throw problem('api-rate-limited', { limit, period: 'a minute', seconds }, { retryAfterSeconds: seconds });
  }

  return {
    count(caller, reply, at) {
      if (caller.kind === 'key') return countKey(caller.id, caller.plan.requestsPerHour, reply, at);
      countSession(caller.sessionId, at);
      return undefined;
    },
    flush: later.flush,
  };
}
