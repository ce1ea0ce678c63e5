import type { Socket } from 'node:net';
import { SESSION_RULES } from '@datamigrate/contracts';
import { organisationScope, type ServiceScope, type Store } from '@datamigrate/store';
import type { FastifyRequest } from 'fastify';
import { hashOf, readKey, sameHash } from '../identity/secrets.js';
import { problem } from '../problems/api-problem.js';
import type { Caller } from './caller.js';
import { sessionToken } from './session-cookie.js';

const DAY = 86_400_000;
/**
 * How long a caller who was recognised is known without asking the database, where other processes may change it. What
 * this process changes counts at once, and with the embedded database nobody else changes anything.
 */
const KNOWN_MS = 3_000;
const KNOWN_ALONE_MS = 60_000;
const MOST_KNOWN = 10_000;
/** The last use of sessions and keys is written down this often. */
const TOUCH_MS = 60_000;

/** A header and what it says: the name under which its sender may be known. */
interface Sent {
  readonly header: string;
  readonly text: string;
  readonly name: string;
}

interface Known {
  readonly caller: Caller;
  readonly until: number;
}

/** Whom the database knows, and when that ends by itself. */
interface Recognised {
  readonly caller: Caller;
  readonly ends: Date | null;
}

export interface Authenticator {
  /** Undefined: nobody. A key that is wrong is a problem. Who is known already is told at once. */
  callerOf(request: FastifyRequest): Caller | undefined | Promise<Caller | undefined>;
  /** After any change of sessions, keys, members or plans. */
  forget(): void;
}

export function authenticator(store: Store, service: ServiceScope, now: () => Date): Authenticator {
  const known = new Map<string, Known>();
  const asking = new Map<string, Promise<Caller | undefined>>();
  const touched = new Map<string, number>();
  /** What a connection sent last: it nearly always sends the same again, and a hash costs more than to see that. */
  const lastSent = new WeakMap<Socket, Sent>();
  const knownMs = store.kind === 'server' ? KNOWN_MS : KNOWN_ALONE_MS;
  /** Counts what was forgotten: what was asked before that is not remembered. */
  let era = 0;

  /** Who was recognised lately, else who the database knows. Those who ask at the same time share one answer. */
  const lookedUp = (name: string, ask: () => Promise<Recognised | undefined>): Promise<Caller | undefined> => {
    const former = asking.get(name);
    if (former !== undefined) return former;
    const since = era;
    const asked = ask()
      .then((found) => {
        if (found === undefined || since !== era) return found?.caller;
        if (known.size >= MOST_KNOWN) known.clear();
        const until = now().getTime() + knownMs;
        known.set(name, { caller: found.caller, until: Math.min(until, found.ends?.getTime() ?? until) });
        return found.caller;
      })
      .finally(() => {
        if (asking.get(name) === asked) asking.delete(name);
      });
    asking.set(name, asked);
    return asked;
  };
  /** Nobody waits for it. */
  const touch = (id: string, write: () => Promise<unknown>): void => {
    if (isTouchDue(id)) void write().catch(() => touched.delete(id));
  };
  const isTouchDue = (id: string): boolean => {
    const at = now().getTime();
    if (at - (touched.get(id) ?? 0) < TOUCH_MS) return false;
    if (touched.size >= MOST_KNOWN) touched.clear();
    touched.set(id, at);
    return true;
  };

  const sentBy = (socket: Socket, header: string): Sent => {
    const former = lastSent.get(socket);
    if (former?.header === header) return former;
    const [, text = ''] = /^Bearer +(\S+)$/i.exec(header) ?? [];
    const sent = { header, text, name: `key ${hashOf(text)}` };
    lastSent.set(socket, sent);
    return sent;
  };

  async function fromKey(text: string): Promise<Recognised | undefined> {
    const sent = readKey(text);
    if (sent === undefined) return undefined;
    const found = await store.identity.findKey(service, sent.id);
    if (found === undefined) return undefined;
    const { key, plan } = found;
    const at = now();
    const isPrevious =
      key.previousUntil !== null && key.previousUntil > at && sameHash(key.previousHash ?? '', sent.hash);
    const isCurrent = sameHash(key.secretHash, sent.hash);
    if (!isCurrent && !isPrevious) return undefined;
    if (key.revokedAt !== null || (key.expiresAt !== null && key.expiresAt <= at)) return undefined;
    const scope = organisationScope(key.organisationId);
    touch(key.id, () => store.keys.used(scope, key.id, at));
    const { id, name, scopes, createdBy } = key;
    const ends = isCurrent ? key.expiresAt : earlier(key.expiresAt, key.previousUntil);
    return { caller: { kind: 'key', id, name, scopes, createdBy, plan, scope }, ends };
  }

  async function fromCookie(token: string): Promise<Recognised | undefined> {
    const found = await store.identity.findSession(service, hashOf(token));
    if (found === undefined) return undefined;
    const { session, user, organisation, role } = found;
    const at = now();
    const isIdle = at.getTime() - session.lastUsedAt.getTime() > SESSION_RULES.idleDays * DAY;
    if (session.expiresAt <= at || isIdle) return undefined;
    touch(session.id, () => store.identity.touchSession(service, session.id, at));
    const scope = organisationScope(organisation.id);
    const { id, name, email } = user;
    const organisationId = organisation.id;
    const caller = { kind: 'user', id, name, email, sessionId: session.id, organisationId, role, scope } as const;
    return { caller, ends: session.expiresAt };
  }

  return {
    callerOf(request) {
      const header = request.headers.authorization;
      if (header !== undefined) {
        const { name, text } = sentBy(request.raw.socket, header);
        return fresh(known, name, request.receivedAt) ?? lookedUp(name, () => fromKey(text)).then(recognised);
      }
      const token = sessionToken(request);
      if (token === undefined) return undefined;
      const name = `session ${hashOf(token)}`;
      return fresh(known, name, request.receivedAt) ?? lookedUp(name, () => fromCookie(token));
    },
    forget() {
      era++;
      known.clear();
      asking.clear();
    },
  };
}

function fresh(known: Map<string, Known>, name: string, now: Date): Caller | undefined {
  const found = known.get(name);
  return found !== undefined && found.until > now.getTime() ? found.caller : undefined;
}

function earlier(one: Date | null, other: Date | null): Date | null {
  if (one === null || other === null) return one ?? other;
  return one < other ? one : other;
}

function recognised(caller: Caller | undefined): Caller {
  if (caller === undefined) throw problem('api-key-invalid', {});
  return caller;
}
