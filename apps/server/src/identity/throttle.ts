import { problem } from '../problems/api-problem.js';
import type { Services } from '../services.js';
import { hashOf } from './secrets.js';

const WINDOW_MS = 15 * 60_000;
/** Wrong passwords for one account, and attempts of any kind from one address. */
const LIMITS = { account: 10, address: 100 } as const;

type Kind = keyof typeof LIMITS;

/** Addresses are hashed: the table is no list of who tried to sign in. */
const bucketOf = (kind: Kind, name: string) => `${kind}:${hashOf(name.toLowerCase()).slice(0, 32)}`;

/** A problem when there were too many attempts within the window. */
export async function checkAttempts(services: Services, kind: Kind, name: string): Promise<void> {
  const now = services.now();
  const since = new Date(now.getTime() - WINDOW_MS);
  const found = await services.store.identity.attempts(services.service, bucketOf(kind, name), since);
  if (found === undefined || found.count < LIMITS[kind]) return;
  const seconds = Math.max(1, Math.ceil((found.windowStart.getTime() + WINDOW_MS - now.getTime()) / 1000));
  throw problem('api-sign-in-throttled', { seconds }, { retryAfterSeconds: seconds });
}

export async function countAttempt(services: Services, kind: Kind, name: string): Promise<void> {
  const now = services.now();
  const since = new Date(now.getTime() - WINDOW_MS);
  await services.store.identity.countAttempt(services.service, bucketOf(kind, name), since, now);
}

export async function forgive(services: Services, kind: Kind, name: string): Promise<void> {
  await services.store.identity.forgive(services.service, bucketOf(kind, name));
}

/** For everything that may be tried again and again without an account: by the address of the caller. */
export async function throttleAddress(services: Services, address: string): Promise<void> {
  await checkAttempts(services, 'address', address);
  await countAttempt(services, 'address', address);
}
