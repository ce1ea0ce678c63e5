import type { MigrationEvent } from '@datamigrate/contracts';
import { and, asc, eq, gt, sql } from 'drizzle-orm';
import type { Queryable } from '../database/open-database.js';
import { events, migrations } from '../schema/index.js';
import { forOrganisation, type OrganisationScope } from '../scope.js';

/** The log of a migration. Numbers have no gaps: they are given under the lock of the migration's row. */
export function eventRepository(db: Queryable) {
  return forOrganisation({
    /** Inside a transaction. The number of the last one. */
    async append(scope: OrganisationScope, migrationId: string, data: readonly MigrationEvent['data'][], at: Date) {
      const { organisationId } = scope;
      const [row] = await db
        .update(migrations)
        .set({ lastEvent: sql`${migrations.lastEvent} + ${data.length}` })
        .where(and(eq(migrations.organisationId, organisationId), eq(migrations.id, migrationId)))
        .returning({ last: migrations.lastEvent });
      if (row === undefined || data.length === 0) return row?.last ?? 0;
      const first = row.last - data.length + 1;
      await db
        .insert(events)
        .values(data.map((one, i) => ({ migrationId, organisationId, number: first + i, at, data: one })));
      return row.last;
    },
    async after(scope: OrganisationScope, migrationId: string, number: number, limit: number) {
      return db
        .select({ number: events.number, at: events.at, data: events.data })
        .from(events)
        .where(
          and(
            eq(events.organisationId, scope.organisationId),
            eq(events.migrationId, migrationId),
            gt(events.number, number),
          ),
        )
        .orderBy(asc(events.number))
        .limit(limit);
    },
  });
}
