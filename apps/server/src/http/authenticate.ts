import '@fastify/cookie';
import { SESSION_COOKIE, SESSION_RULES } from '@datamigrate/contracts';
import { organisationScope, type ServiceScope, type Store } from '@datamigrate/store';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { hashOf, readKey, sameHash } from '../identity/secrets.js';
import { problem } from '../problems/api-problem.js';
import type { Settings } from '../settings/settings.js';
import type { Caller } from './caller.js';

const DAY = 86_400_000;
/** How long a caller who was recognised is known without asking the database. What this process changes counts at once. */
const KNOWN_MS = 3_000;
const MOST_KNOWN = 10_000;
/** The last use of sessions and keys is written down this often. */
const TOUCH_MS = 60_000;

interface Known {
  readonly caller: Caller;
  readonly until: number;
}

export interface Authenticator {
  /** Undefined: nobody. A key that is wrong is a problem. */
  callerOf(request: FastifyRequest): Promise<Caller | undefined>;
  /** After any change of sessions, keys, members or plans. */
  forget(): void;
}

export function authenticator(store: Store, service: ServiceScope, now: () => Date): Authenticator {
  const known = new Map<string, Known>();
  const touched = new Map<string, number>();

  const remember = (name: string, caller: Caller | undefined): Caller | undefined => {
    if (caller === undefined) return undefined;
    if (known.size >= MOST_KNOWN) known.clear();
    known.set(name, { caller, until: now().getTime() + KNOWN_MS });
    return caller;
  };
  const isTouchDue = (id: string): boolean => {
    const at = now().getTime();
    if (at - (touched.get(id) ?? 0) < TOUCH_MS) return false;
    if (touched.size >= MOST_KNOWN) touched.clear();
    touched.set(id, at);
    return true;
  };

  async function fromKey(text: string): Promise<Caller | undefined> {
    const sent = readKey(text);
    if (sent === undefined) return undefined;
    const found = await store.identity.findKey(service, sent.id);
    if (found === undefined) return undefined;
    const { key, plan } = found;
    const at = now();
    const isPrevious =
      key.previousUntil !== null && key.previousUntil > at && sameHash(key.previousHash ?? '', sent.hash);
    if (!sameHash(key.secretHash, sent.hash) && !isPrevious) return undefined;
    if (key.revokedAt !== null || (key.expiresAt !== null && key.expiresAt <= at)) return undefined;
    const scope = organisationScope(key.organisationId);
    if (isTouchDue(key.id)) await store.keys.used(scope, key.id, at);
    return { kind: 'key', id: key.id, name: key.name, scopes: key.scopes, createdBy: key.createdBy, plan, scope };
  }

  async function fromCookie(token: string): Promise<Caller | undefined> {
    const found = await store.identity.findSession(service, hashOf(token));
    if (found === undefined) return undefined;
    const { session, user, organisation, role } = found;
    const at = now();
    const isIdle = at.getTime() - session.lastUsedAt.getTime() > SESSION_RULES.idleDays * DAY;
    if (session.expiresAt <= at || isIdle) return undefined;
    if (isTouchDue(session.id)) await store.identity.touchSession(service, session.id, at);
    const scope = organisationScope(organisation.id);
    const { id, name, email } = user;
    return { kind: 'user', id, name, email, sessionId: session.id, organisationId: organisation.id, role, scope };
  }

  return {
    async callerOf(request) {
      const header = request.headers.authorization;
      if (header !== undefined) {
        const [, text = ''] = /^Bearer +(\S+)$/i.exec(header) ?? [];
        const name = `key ${hashOf(text)}`;
        const caller = fresh(known, name, now()) ?? remember(name, await fromKey(text));
        if (caller === undefined) throw problem('api-key-invalid', {});
        return caller;
      }
      const token = request.cookies[SESSION_COOKIE];
      if (token === undefined || token === '' || token.length > 200) return undefined;
      const name = `session ${hashOf(token)}`;
      return fresh(known, name, now()) ?? remember(name, await fromCookie(token));
    },
    forget: () => known.clear(),
  };
}

function fresh(known: Map<string, Known>, name: string, now: Date): Caller | undefined {
  const found = known.get(name);
  return found !== undefined && found.until > now.getTime() ? found.caller : undefined;
}

export function setSessionCookie(reply: FastifyReply, settings: Settings, token: string, expires: Date): void {
  const secure = settings.publicUrl.startsWith('https:');
  void reply.setCookie(SESSION_COOKIE, token, { path: '/', httpOnly: true, sameSite: 'lax', secure, expires });
}

export function clearSessionCookie(reply: FastifyReply): void {
  void reply.clearCookie(SESSION_COOKIE, { path: '/' });
}
