import { type ApiKey, type KeyScope, ROLE_SCOPES } from '@datamigrate/contracts';
import { type Caller, personOf } from '../http/caller.js';
import type { Handlers } from '../http/route-handler.js';
import { newKeySecret } from '../identity/secrets.js';
import { problem } from '../problems/api-problem.js';
import { audit } from './audit-trail.js';
import { iso } from './documents.js';
import type { KeyOperation } from './route-groups.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

interface Row {
  readonly id: string;
  readonly name: string;
  readonly hint: string;
  readonly scopes: KeyScope[];
  readonly creator: string | null;
  readonly createdBy: string | null;
  readonly createdAt: Date;
  readonly expiresAt: Date | null;
  readonly lastUsedAt: Date | null;
  readonly revokedAt: Date | null;
}

export const keyHandlers: Handlers<KeyOperation> = {
  async listKeys({ services, scope }) {
    const rows = await services.store.keys.list(scope);
    return { data: rows.map((row) => document(row, services.now())) };
  },

  async createKey(call) {
    const { body, caller, services, scope } = call;
    refuseMore(caller, body.scopes);
    const { id, text, hash, hint } = newKeySecret();
    const { name, expiresInDays } = body;
    const expiresAt = expiresInDays === null ? null : new Date(services.now().getTime() + expiresInDays * DAY);
    const scopes = [...new Set(body.scopes)];
    const createdBy = personOf(caller);
    const row = await services.store.transaction(async (tx) => {
      await tx.keys.create(scope, { id, name, secretHash: hash, hint, scopes, createdBy, expiresAt });
      await audit(tx, call, 'key.created', id, { name, scopes });
      return tx.keys.find(scope, id);
    });
    if (row === undefined) throw problem('api-not-found', { what: 'key' });
    return { ...document(row, services.now()), secret: text };
  },

  async rotateKey(call) {
    const { params, body, caller, services, scope } = call;
    const former = await services.store.keys.find(scope, params.keyId);
    if (former === undefined) throw problem('api-not-found', { what: 'key' });
    const state = stateOf(former, services.now());
    if (state !== 'active') throw problem('api-conflict', { reason: `The key is ${state}` });
    // Its new secret is shown: nobody gets a key that may do more than they.
    refuseMore(caller, former.scopes);
    const { text, hash, hint } = newKeySecret(former.id);
    const previousUntil = new Date(services.now().getTime() + body.overlapHours * HOUR);
    const row = await services.store.transaction(async (tx) => {
      await tx.keys.rotate(scope, former.id, { secretHash: hash, hint, previousUntil });
      await audit(tx, call, 'key.rotated', former.id, { overlapHours: body.overlapHours });
      return tx.keys.find(scope, former.id);
    });
    services.authenticator.forget();
    if (row === undefined) throw problem('api-not-found', { what: 'key' });
    return { ...document(row, services.now()), secret: text };
  },

  async revokeKey(call) {
    const { params, caller, services, scope } = call;
    const former = await services.store.keys.find(scope, params.keyId);
    if (former === undefined) throw problem('api-not-found', { what: 'key' });
    const isOwn = caller.kind === 'user' && former.createdBy === caller.id;
    if (!isOwn && caller.kind === 'user' && caller.role === 'engineer')
      throw problem('api-forbidden', { scope: 'members:write' });
    await services.store.transaction(async (tx) => {
      await tx.keys.revoke(scope, former.id);
      await audit(tx, call, 'key.revoked', former.id, { name: former.name });
    });
    services.authenticator.forget();
  },
};

function refuseMore(caller: Caller, scopes: readonly KeyScope[]): void {
  const own: readonly string[] = caller.kind === 'user' ? ROLE_SCOPES[caller.role] : caller.scopes;
  const missing = scopes.find((scope) => !own.includes(scope));
  if (missing !== undefined) throw problem('api-forbidden', { scope: missing });
}

function stateOf({ revokedAt, expiresAt }: Row, now: Date): ApiKey['state'] {
  if (revokedAt !== null) return 'revoked';
  return expiresAt !== null && expiresAt <= now ? 'expired' : 'active';
}

function document(row: Row, now: Date): ApiKey {
  return {
    id: row.id,
    name: row.name,
    hint: row.hint,
    scopes: row.scopes,
    createdBy: row.creator,
    createdAt: row.createdAt.toISOString(),
    expiresAt: iso(row.expiresAt),
    lastUsedAt: iso(row.lastUsedAt),
    revokedAt: iso(row.revokedAt),
    state: stateOf(row, now),
  };
}
