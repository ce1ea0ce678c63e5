import { and, eq, isNull, lt, or } from 'drizzle-orm';
import type { Queryable } from '../database/open-database.js';
import { idempotency } from '../schema/index.js';
import { forOrganisation, type OrganisationScope } from '../scope.js';

export const IDEMPOTENCY_HOURS = 24;
/** A first request that has not answered by then was lost with its process. */
const LOST_AFTER_MS = 10 * 60_000;

export type Remembered =
  | { readonly kind: 'new' }
  | { readonly kind: 'running' }
  | { readonly kind: 'other-request' }
  | { readonly kind: 'done'; readonly status: number; readonly body: string; readonly location: string | null };

export function idempotencyRepository(db: Queryable) {
  const of = (scope: OrganisationScope, key: string) =>
    and(eq(idempotency.organisationId, scope.organisationId), eq(idempotency.key, key));

  return forOrganisation({
    /** Whoever is told `new` works, and says `finish` or `forget` in the end. */
    async begin(scope: OrganisationScope, key: string, requestHash: string, now: Date): Promise<Remembered> {
      const { organisationId } = scope;
      const expired = new Date(now.getTime() - IDEMPOTENCY_HOURS * 3_600_000);
      const lost = new Date(now.getTime() - LOST_AFTER_MS);
      await db
        .delete(idempotency)
        .where(
          and(
            of(scope, key),
            or(lt(idempotency.createdAt, expired), and(isNull(idempotency.status), lt(idempotency.createdAt, lost))),
          ),
        );
      const made = await db
        .insert(idempotency)
        .values({ organisationId, key, requestHash, createdAt: now })
        .onConflictDoNothing()
        .returning({ key: idempotency.key });
      if (made.length > 0) return { kind: 'new' };
      const [row] = await db.select().from(idempotency).where(of(scope, key));
      if (row === undefined) return { kind: 'running' };
      if (row.requestHash !== requestHash) return { kind: 'other-request' };
      if (row.status === null) return { kind: 'running' };
      return { kind: 'done', status: row.status, body: row.body ?? '', location: row.location };
    },
    async finish(
      scope: OrganisationScope,
      key: string,
      answer: { status: number; body: string; location: string | null },
    ) {
      await db.update(idempotency).set(answer).where(of(scope, key));
    },
    async forget(scope: OrganisationScope, key: string) {
      await db.delete(idempotency).where(of(scope, key));
    },
  });
}
