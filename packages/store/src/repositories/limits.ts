import { lt, sql } from 'drizzle-orm';
import type { Queryable } from '../database/open-database.js';
import { idempotency, rateWindows } from '../schema/index.js';
import { forService, type ServiceScope } from '../scope.js';

export interface BucketCount {
  readonly bucket: string;
  readonly by: number;
}

const byBucket = (one: { bucket: string }, other: { bucket: string }) => (one.bucket < other.bucket ? -1 : 1);

/** Requests within the hour, counted where all processes of the service see them. */
export function limitRepository(db: Queryable) {
  return forService({
    /** Counts for different buckets at once; what each stands at then, in their order. */
    async count(_: ServiceScope, hour: Date, counted: readonly BucketCount[]): Promise<number[]> {
      // In one order everywhere: two processes that lock each other's rows would wait for ever.
      const values = counted.map(({ bucket, by }) => ({ bucket, hour, count: by })).sort(byBucket);
      const rows = await db
        .insert(rateWindows)
        .values(values)
        .onConflictDoUpdate({
          target: [rateWindows.bucket, rateWindows.hour],
          set: { count: sql`${rateWindows.count} + excluded.count` },
        })
        .returning({ bucket: rateWindows.bucket, count: rateWindows.count });
      const counts = new Map(rows.map(({ bucket, count }) => [bucket, count]));
      return counted.map(({ bucket }) => counts.get(bucket) ?? 0);
    },
    async sweep(_: ServiceScope, before: Date) {
      await db.delete(rateWindows).where(lt(rateWindows.hour, before));
      await db.delete(idempotency).where(lt(idempotency.createdAt, before));
    },
  });
}
