import type { AuditEntry } from '@datamigrate/contracts';
import { and, eq, like, or, type SQL } from 'drizzle-orm';
import type { Queryable } from '../database/open-database.js';
import { newId } from '../ids.js';
import { auditLog } from '../schema/index.js';
import { forOrganisation, type OrganisationScope } from '../scope.js';
import { behind, orderBy, type PageRequest, pageFrom } from './paging.js';

export interface AuditRecord {
  readonly action: string;
  readonly actor: AuditEntry['actor'];
  readonly subject: string | null;
  readonly detail: Record<string, unknown>;
  readonly address: string | null;
  readonly requestId: string | null;
}

export function auditRepository(db: Queryable) {
  return forOrganisation({
    async record(scope: OrganisationScope, { actor, ...record }: AuditRecord) {
      const at = new Date();
      await db.insert(auditLog).values({
        ...record,
        id: newId('audit', at),
        organisationId: scope.organisationId,
        at,
        actorKind: actor.kind,
        actorId: actor.id,
        actorName: actor.name,
      });
    },
    async list(
      scope: OrganisationScope,
      request: PageRequest & { action?: string | undefined; actor?: string | undefined },
    ) {
      const order = { by: auditLog.at, id: auditLog.id, direction: 'descending' } as const;
      const conditions: (SQL | undefined)[] = [
        eq(auditLog.organisationId, scope.organisationId),
        behind(order, request.cursor),
      ];
      const { action, actor } = request;
      if (action !== undefined) {
        const prefix = `${action.replace(/[\\%_]/g, (found) => `\\${found}`)}.%`;
        conditions.push(or(eq(auditLog.action, action), like(auditLog.action, prefix)));
      }
      if (actor !== undefined) conditions.push(eq(auditLog.actorId, actor));
      const rows = await db
        .select()
        .from(auditLog)
        .where(and(...conditions))
        .orderBy(...orderBy(order))
        .limit(request.limit + 1);
      return pageFrom(rows, request.limit, (row) => [row.at, row.id]);
    },
  });
}
