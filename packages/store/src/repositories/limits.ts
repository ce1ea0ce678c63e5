import { lt, sql } from 'drizzle-orm';
import type { Queryable } from '../database/open-database.js';
import { idempotency, rateWindows } from '../schema/index.js';
import { forService, type ServiceScope } from '../scope.js';

/** Requests within the hour, counted where all processes of the service see them. */
export function limitRepository(db: Queryable) {
  return forService({
    async count(_: ServiceScope, bucket: string, hour: Date, by: number) {
      const [row] = await db
        .insert(rateWindows)
        .values({ bucket, hour, count: by })
        .onConflictDoUpdate({
          target: [rateWindows.bucket, rateWindows.hour],
          set: { count: sql`${rateWindows.count} + ${by}` },
        })
        .returning({ count: rateWindows.count });
      return row?.count ?? 0;
    },
    async sweep(_: ServiceScope, before: Date) {
      await db.delete(rateWindows).where(lt(rateWindows.hour, before));
      await db.delete(idempotency).where(lt(idempotency.createdAt, before));
    },
  });
}
