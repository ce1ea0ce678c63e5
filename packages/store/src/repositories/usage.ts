import { and, count, desc, eq, gte, isNotNull, lt, sql } from 'drizzle-orm';
import type { Queryable } from '../database/open-database.js';
import { newId } from '../ids.js';
import { apiKeys, ledger, usageLogs } from '../schema/index.js';
import { forOrganisation, type OrganisationScope } from '../scope.js';
import { behind, orderBy, type PageRequest, pageFrom } from './paging.js';

export interface UsageCallRow {
  readonly keyId: string | null;
  readonly userId: string | null;
  readonly caller: string | null;
  readonly operation: string;
  readonly method: string;
  readonly status: number;
  readonly milliseconds: number;
  readonly requestId: string;
  readonly at: Date;
}

export function usageRepository(db: Queryable) {
  const between = (scope: OrganisationScope, from: Date, to: Date) =>
    and(eq(usageLogs.organisationId, scope.organisationId), gte(usageLogs.at, from), lt(usageLogs.at, to));
  const charged = (scope: OrganisationScope, from: Date, to: Date) =>
    and(eq(ledger.organisationId, scope.organisationId), gte(ledger.at, from), lt(ledger.at, to));
  const sumOf = (kind: string) =>
    sql<string>`coalesce(sum(${ledger.quantity}) FILTER (WHERE ${ledger.kind} = ${kind}), 0)`;

  return forOrganisation({
    async log(scope: OrganisationScope, calls: readonly UsageCallRow[]) {
      if (calls.length === 0) return;
      const { organisationId } = scope;
      // As one parameter: hundreds of rows come at a time, and thousands of parameters cost more than the rows.
      const rows = calls.map((call) => ({ ...call, id: newId('usage', call.at), at: call.at.toISOString() }));
      await db.execute(sql`
        INSERT INTO usage_logs (id, organisation_id, key_id, user_id, caller, operation, method, status, milliseconds, request_id, at)
        SELECT id, ${organisationId}, "keyId", "userId", caller, operation, method, status, milliseconds, "requestId", at
        FROM json_to_recordset(${JSON.stringify(rows)}::json) AS r(id text, "keyId" text, "userId" text, caller text,
          operation text, method text, status integer, milliseconds integer, "requestId" text, at timestamptz)`);
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
