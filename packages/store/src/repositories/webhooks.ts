import type { WebhookEvent } from '@datamigrate/contracts';
import { and, desc, eq, sql } from 'drizzle-orm';
import type { Queryable } from '../database/open-database.js';
import { newId } from '../ids.js';
import { webhookDeliveries, webhooks } from '../schema/index.js';
import { forOrganisation, type OrganisationScope } from '../scope.js';
import type { Sealer } from '../secrets/seal.js';
import { behind, orderBy, type PageRequest, pageFrom } from './paging.js';

export type DeliveryRow = typeof webhookDeliveries.$inferSelect;

export function webhookRepository(db: Queryable, sealer: Sealer) {
  const of = (scope: OrganisationScope, id: string) =>
    and(eq(webhooks.organisationId, scope.organisationId), eq(webhooks.id, id));
  const delivery = (scope: OrganisationScope, id: string) =>
    and(eq(webhookDeliveries.organisationId, scope.organisationId), eq(webhookDeliveries.id, id));

  return forOrganisation({
    async list(scope: OrganisationScope) {
      return db
        .select()
        .from(webhooks)
        .where(eq(webhooks.organisationId, scope.organisationId))
        .orderBy(desc(webhooks.createdAt), desc(webhooks.id));
    },
    async find(scope: OrganisationScope, id: string) {
      const [row] = await db.select().from(webhooks).where(of(scope, id));
      return row;
    },
    async create(
      scope: OrganisationScope,
      values: { url: string; events: WebhookEvent[]; description: string; secret: string },
    ) {
      const { secret, ...rest } = values;
      const id = newId('webhook');
      const [row] = await db
        .insert(webhooks)
        .values({ ...rest, id, organisationId: scope.organisationId, sealedSecret: sealer.seal(secret, id) })
        .returning();
      return row!;
    },
    async update(
      scope: OrganisationScope,
      id: string,
      values: { url?: string; events?: WebhookEvent[]; description?: string; enabled?: boolean },
    ) {
      const [row] = await db.update(webhooks).set(values).where(of(scope, id)).returning();
      return row;
    },
    async rotate(scope: OrganisationScope, id: string, secret: string, previousUntil: Date) {
      const [row] = await db
        .update(webhooks)
        .set({ sealedPrevious: sql`${webhooks.sealedSecret}`, previousUntil, sealedSecret: sealer.seal(secret, id) })
        .where(of(scope, id))
        .returning();
      return row;
    },
    /** The secrets that sign now: the present one, and for a while the one before. */
    async secrets(scope: OrganisationScope, id: string, now: Date): Promise<string[]> {
      const [row] = await db.select().from(webhooks).where(of(scope, id));
      if (row === undefined) return [];
      const sealed = [row.sealedSecret];
      if (row.sealedPrevious !== null && row.previousUntil !== null && row.previousUntil > now)
        sealed.push(row.sealedPrevious);
      return sealed.map((one) => sealer.open(one, id)).filter((one) => one !== undefined);
    },
    async remove(scope: OrganisationScope, id: string) {
      return (await db.delete(webhooks).where(of(scope, id)).returning({ id: webhooks.id })).length > 0;
    },
    async addDelivery(
      scope: OrganisationScope,
      values: { webhookId: string; event: WebhookEvent; payload: string; id: string },
    ) {
      const [row] = await db
        .insert(webhookDeliveries)
        .values({ ...values, organisationId: scope.organisationId, state: 'waiting', nextAttemptAt: new Date() })
        .returning();
      return row!;
    },
    async deliveries(scope: OrganisationScope, webhookId: string, request: PageRequest) {
      const order = { by: webhookDeliveries.createdAt, id: webhookDeliveries.id, direction: 'descending' } as const;
      const { organisationId } = scope;
      const rows = await db
        .select()
        .from(webhookDeliveries)
        .where(
          and(
            eq(webhookDeliveries.organisationId, organisationId),
            eq(webhookDeliveries.webhookId, webhookId),
            behind(order, request.cursor),
          ),
        )
        .orderBy(...orderBy(order))
        .limit(request.limit + 1);
      return pageFrom(rows, request.limit, (row) => [row.createdAt, row.id]);
    },
    async findDelivery(scope: OrganisationScope, id: string): Promise<DeliveryRow | undefined> {
      const [row] = await db.select().from(webhookDeliveries).where(delivery(scope, id));
      return row;
    },
    async setDelivery(
      scope: OrganisationScope,
      id: string,
      values: Partial<Pick<DeliveryRow, 'state' | 'attempts' | 'status' | 'error' | 'lastAttemptAt' | 'nextAttemptAt'>>,
    ) {
      const [row] = await db.update(webhookDeliveries).set(values).where(delivery(scope, id)).returning();
      return row;
    },
    /** The last delivery of each webhook. */
    async lastDeliveries(scope: OrganisationScope) {
      return db
        .selectDistinctOn([webhookDeliveries.webhookId], {
          webhookId: webhookDeliveries.webhookId,
          at: webhookDeliveries.lastAttemptAt,
          state: webhookDeliveries.state,
          status: webhookDeliveries.status,
        })
        .from(webhookDeliveries)
        .where(
          and(
            eq(webhookDeliveries.organisationId, scope.organisationId),
            sql`${webhookDeliveries.lastAttemptAt} IS NOT NULL`,
          ),
        )
        .orderBy(webhookDeliveries.webhookId, desc(webhookDeliveries.lastAttemptAt));
    },
  });
}
