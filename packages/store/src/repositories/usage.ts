import { invariant } from '@datamigrate/foundation';
import { and, count, desc, eq, gte, isNotNull, lt, sql } from 'drizzle-orm';
import type { Queryable } from '../database/open-database.js';
import { newId } from '../ids.js';
import { apiKeys, ledger, usageLogs } from '../schema/index.js';
import { forOrganisation, type OrganisationScope } from '../scope.js';
import { behind, orderBy, type PageRequest, pageFrom } from './paging.js';
import type { UsageBatch } from './usage-batch.js';

/** What four hexadecimal digits can count, and more than is ever written at once. */
const MOST_OF_A_BATCH = 0xffff;

export function usageRepository(db: Queryable) {
  const between = (scope: OrganisationScope, from: Date, to: Date) =>
    and(eq(usageLogs.organisationId, scope.organisationId), gte(usageLogs.at, from), lt(usageLogs.at, to));
  const charged = (scope: OrganisationScope, from: Date, to: Date) =>
    and(eq(ledger.organisationId, scope.organisationId), gte(ledger.at, from), lt(ledger.at, to));
  const sumOf = (kind: string) =>
    sql<string>`coalesce(sum(${ledger.quantity}) FILTER (WHERE ${ledger.kind} = ${kind}), 0)`;

  return forOrganisation({
    /** A statement of few parameters, each a whole column: thousands of them would cost more than the rows. */
    async log({ organisationId }: OrganisationScope, { kinds, kind, milliseconds, requestIds, at }: UsageBatch) {
      if (kind.length === 0) return;
      // Ids of a batch differ in their last digits, which count.
      invariant(kind.length <= MOST_OF_A_BATCH, 'a batch of usage rows is too long');
      const id = newId('usage', new Date(at[0] ?? 0)).slice(0, -4);
      await db.execute(sql`
        INSERT INTO usage_logs (id, organisation_id, key_id, user_id, caller, operation, method, status, milliseconds, request_id, at)
        SELECT ${id} || lpad(to_hex(number), 4, '0'), ${organisationId}, "keyId", "userId", caller, operation, method, status,
          milliseconds, request_id, to_timestamp(at / 1000)
        FROM ROWS FROM (unnest(string_to_array(${kind.join(' ')}, ' ')::integer[]),
          unnest(string_to_array(${milliseconds.join(' ')}, ' ')::integer[]),
          json_array_elements_text(${JSON.stringify(requestIds)}::json),
          unnest(string_to_array(${at.join(' ')}, ' ')::float8[])) WITH ORDINALITY
          AS calls(kind, milliseconds, request_id, at, number)
        JOIN json_to_recordset(${JSON.stringify(kinds)}::json) AS kinds(kind integer, "keyId" text, "userId" text, caller text,
          operation text, method text, status integer) USING (kind)`);
    },
    async calls(scope: OrganisationScope, request: PageRequest) {
      const order = { by: usageLogs.at, id: usageLogs.id, direction: 'descending' } as const;
      const rows = await db
        .select()
        .from(usageLogs)
        .where(and(eq(usageLogs.organisationId, scope.organisationId), behind(order, request.cursor)))
        .orderBy(...orderBy(order))
        .limit(request.limit + 1);
      return pageFrom(rows, request.limit, (row) => [row.at, row.id]);
    },
    async callsByDay(scope: OrganisationScope, from: Date, to: Date) {
      const date = sql<string>`to_char(${usageLogs.at} AT TIME ZONE 'UTC', 'YYYY-MM-DD')`;
      return db
        .select({ date, calls: count() })
        .from(usageLogs)
        .where(between(scope, from, to))
        .groupBy(date);
    },
    async callsByKey(scope: OrganisationScope, from: Date, to: Date) {
      return db
        .select({
          keyId: sql<string>`${usageLogs.keyId}`,
          name: sql<string>`coalesce(max(${apiKeys.name}), '')`,
          calls: count(),
        })
        .from(usageLogs)
        .leftJoin(apiKeys, eq(apiKeys.id, usageLogs.keyId))
        .where(and(between(scope, from, to), isNotNull(usageLogs.keyId)))
        .groupBy(usageLogs.keyId)
        .orderBy(desc(count()));
    },
    async chargesByDay(scope: OrganisationScope, from: Date, to: Date) {
      const date = sql<string>`to_char(${ledger.at} AT TIME ZONE 'UTC', 'YYYY-MM-DD')`;
      return db
        .select({
          date,
          migrations: sumOf('migration'),
          models: sumOf('models'),
          cents: sql<string>`coalesce(sum(${ledger.cents}), 0)`,
        })
        .from(ledger)
        .where(charged(scope, from, to))
        .groupBy(date);
    },
  });
}
