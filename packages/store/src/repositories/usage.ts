import { invariant } from '@datamigrate/foundation';
import { and, desc, eq, gt, gte, inArray, lt, lte, sql } from 'drizzle-orm';
import type { Queryable } from '../database/open-database.js';
import { newId } from '../ids.js';
import { ledger, usageBatches, usageLogs } from '../schema/index.js';
import { forOrganisation, type OrganisationScope } from '../scope.js';
import { behind, orderBy, type PageRequest, pageFrom, placeOf } from './paging.js';
import type { UsageBatch } from './usage-batch.js';

/** What four hexadecimal digits can count, and more than is ever written at once. */
const MOST_OF_A_BATCH = 0xffff;
/** More batches than a page can need, however few calls each has. */
const MOST_BATCHES = 1_000;
const NEWEST_FIRST = { by: usageLogs.at, id: usageLogs.id, direction: 'descending' } as const;

export function usageRepository(db: Queryable) {
  const ofBatches = (scope: OrganisationScope, from: Date, to: Date) =>
    and(
      eq(usageBatches.organisationId, scope.organisationId),
      gte(usageBatches.until, from),
      lt(usageBatches.since, to),
    );
  const charged = (scope: OrganisationScope, from: Date, to: Date) =>
    and(eq(ledger.organisationId, scope.organisationId), gte(ledger.at, from), lt(ledger.at, to));
  const sumOf = (kind: string) =>
    sql<string>`coalesce(sum(${ledger.quantity}) FILTER (WHERE ${ledger.kind} = ${kind}), 0)`;

  return forOrganisation({
    /** All calls of a batch as one row: that costs a tenth of a row for each. */
    async log(
      { organisationId }: OrganisationScope,
      { kinds, kind, milliseconds, requestIds, at }: Omit<UsageBatch, 'add'>,
    ) {
      const calls = kind.length;
      if (calls === 0) return;
      // Ids of a batch differ in their last digits, which count.
      invariant(calls <= MOST_OF_A_BATCH, 'a batch of usage rows is too long');
      let [since, until] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
      for (const time of at) {
        since = Math.min(since, time);
        until = Math.max(until, time);
      }
      await db.insert(usageBatches).values({
        id: newId('usage', new Date(since)),
        organisationId,
        since: new Date(since),
        until: new Date(until),
        calls,
        kinds,
        kind: kind.join(' '),
        milliseconds: milliseconds.join(' '),
        requestIds,
        later: at.map((time) => time - since).join(' '),
      });
    },
    async calls(scope: OrganisationScope, request: PageRequest) {
      const place = placeOf(NEWEST_FIRST, request.cursor);
      const ofScope = eq(usageBatches.organisationId, scope.organisationId);
      const { id, until, calls } = usageBatches;
      const batches = await db
        .select({ id, until, calls })
        .from(usageBatches)
        .where(and(ofScope, place && lte(usageBatches.since, sql`${String(place[0])}::timestamptz`)))
        .orderBy(desc(until), desc(id))
        .limit(MOST_BATCHES);
      const isBehind = (batch: { until: Date }): boolean => !place || batch.until < new Date(place[0]);
      let taken = 0;
      // Batches of two processes may overlap: only what is later than all of the next one is certain to come first.
      for (let found = 0; taken < batches.length && found <= request.limit; taken++) {
        const batch = batches[taken];
        if (batch && isBehind(batch)) found += batch.calls;
      }
      for (; ; taken *= 2) {
        const next = batches[taken];
        const chosen = batches.slice(0, taken).map((batch) => batch.id);
        const rows = await db
          .select()
          .from(usageLogs)
          .where(
            and(
              eq(usageLogs.organisationId, scope.organisationId),
              inArray(usageLogs.batchId, chosen),
              next && gt(usageLogs.at, next.until),
              behind(NEWEST_FIRST, request.cursor),
            ),
          )
          .orderBy(...orderBy(NEWEST_FIRST))
          .limit(request.limit + 1);
        if (rows.length > request.limit || next === undefined) {
          return pageFrom(
            rows.map(({ batchId: _, batchSince: __, batchUntil: ___, ...row }) => row),
            request.limit,
            (row) => [row.at, row.id],
          );
        }
      }
    },
    /** Of a batch within one day only the number is read. */
    async callsByDay(scope: OrganisationScope, from: Date, to: Date) {
      const { rows } = await db.execute<{ date: string; calls: string }>(sql`
        WITH batches AS (
          SELECT ${usageBatches.id} AS id, ${usageBatches.since} AS since, ${usageBatches.until} AS until, ${usageBatches.calls} AS calls,
            ${isWithin(from, to)} AND date_trunc('day', ${usageBatches.since}, 'UTC') = date_trunc('day', ${usageBatches.until}, 'UTC') AS whole
          FROM ${usageBatches} WHERE ${ofBatches(scope, from, to)}
        ), counted AS (
          SELECT since AS at, calls FROM batches WHERE whole
          UNION ALL
          SELECT logs.at, 1 FROM batches JOIN usage_logs AS logs ON logs.batch_id = batches.id
          WHERE NOT whole AND logs.organisation_id = ${scope.organisationId} AND logs.at >= ${from.toISOString()} AND logs.at < ${to.toISOString()}
        )
        SELECT to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD') AS date, sum(calls) AS calls FROM counted GROUP BY 1`);
      return rows.map(({ date, calls }) => ({ date, calls: Number(calls) }));
    },
    /** Of a batch within the time the sums of its kinds. */
    async callsByKey(scope: OrganisationScope, from: Date, to: Date) {
      const { rows } = await db.execute<{ keyId: string; name: string; calls: string }>(sql`
        WITH batches AS (
          SELECT ${usageBatches.id} AS id, ${usageBatches.kinds} AS kinds, ${isWithin(from, to)} AS whole
          FROM ${usageBatches} WHERE ${ofBatches(scope, from, to)}
        ), counted AS (
          SELECT kinds."keyId" AS key_id, kinds.calls
          FROM batches, json_to_recordset(batches.kinds) AS kinds("keyId" text, calls integer)
          WHERE whole
          UNION ALL
          SELECT logs.key_id, 1 FROM batches JOIN usage_logs AS logs ON logs.batch_id = batches.id
          WHERE NOT whole AND logs.organisation_id = ${scope.organisationId} AND logs.at >= ${from.toISOString()} AND logs.at < ${to.toISOString()}
        )
        SELECT key_id AS "keyId", coalesce(max(api_keys.name), '') AS name, sum(calls) AS calls
        FROM counted LEFT JOIN api_keys ON api_keys.id = key_id
        WHERE key_id IS NOT NULL
        GROUP BY key_id ORDER BY sum(calls) DESC`);
      return rows.map(({ keyId, name, calls }) => ({ keyId, name, calls: Number(calls) }));
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

function isWithin(from: Date, to: Date) {
  return and(gte(usageBatches.since, from), lt(usageBatches.until, to));
}
