import type { AuditEntry } from '@datamigrate/contracts';
import type { OrganisationScope, Repositories } from '@datamigrate/store';
import type { FastifyRequest } from 'fastify';
import type { Caller } from '../http/caller.js';

/** Writes down who did what. With the repositories of a transaction: exactly if it was done. */
export async function audit(
  store: Pick<Repositories, 'audit'>,
  {
    caller,
    scope,
    request,
  }: { readonly caller: Caller | undefined; readonly scope: OrganisationScope; readonly request: FastifyRequest },
  action: string,
  subject: string | null,
  detail: Record<string, unknown> = {},
): Promise<void> {
  const actor: AuditEntry['actor'] = caller
    ? { kind: caller.kind, id: caller.id, name: caller.name }
    : { kind: 'service', id: null, name: 'DataMigrate' };
  await store.audit.record(scope, { action, actor, subject, detail, address: request.ip, requestId: request.id });
}
