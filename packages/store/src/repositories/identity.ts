import type { Role } from '@datamigrate/contracts';
import { and, count, eq, gt, gte, lt, ne, sql } from 'drizzle-orm';
import type { Queryable } from '../database/open-database.js';
import { newId } from '../ids.js';
import {
  apiKeys,
  invitations,
  mailTokens,
  memberships,
  organisations,
  plans,
  sessions,
  throttles,
  users,
} from '../schema/index.js';
import { forService, type ServiceScope } from '../scope.js';

export type MailPurpose = 'setup' | 'verify' | 'reset';

/** Who somebody is: what is asked before there is an organisation to ask in. */
export function identityRepository(db: Queryable) {
  return forService({
    async countUsers(_: ServiceScope) {
      const [row] = await db.select({ users: count() }).from(users);
      return row?.users ?? 0;
    },
    async plans(_: ServiceScope) {
      return db.select().from(plans).orderBy(plans.position);
    },
    async createUser(
      _: ServiceScope,
      values: { name: string; email: string; passwordHash: string; verified: boolean },
    ) {
      const { verified, ...rest } = values;
      const [row] = await db
        .insert(users)
        .values({ ...rest, id: newId('user'), emailVerifiedAt: verified ? new Date() : null })
        .returning();
      return row!;
    },
    async createOrganisation(_: ServiceScope, name: string, plan: string) {
      const [row] = await db
        .insert(organisations)
        .values({ id: newId('organisation'), name, plan })
        .returning();
      return row!;
    },
    async organisations(_: ServiceScope) {
      return db.select().from(organisations);
    },
    async findUserByEmail(_: ServiceScope, email: string) {
      const [row] = await db.select().from(users).where(eq(users.email, email.toLowerCase()));
      return row;
    },
    async findUser(_: ServiceScope, id: string) {
      const [row] = await db.select().from(users).where(eq(users.id, id));
      return row;
    },
    async setName(_: ServiceScope, id: string, name: string) {
      await db.update(users).set({ name }).where(eq(users.id, id));
    },
    async setPassword(_: ServiceScope, id: string, passwordHash: string) {
      await db.update(users).set({ passwordHash }).where(eq(users.id, id));
    },
    async setVerified(_: ServiceScope, id: string) {
      await db.update(users).set({ emailVerifiedAt: new Date() }).where(eq(users.id, id));
    },
    async membershipsOf(_: ServiceScope, userId: string): Promise<{ id: string; name: string; role: Role }[]> {
      return db
        .select({ id: organisations.id, name: organisations.name, role: memberships.role })
        .from(memberships)
        .innerJoin(organisations, eq(organisations.id, memberships.organisationId))
        .where(eq(memberships.userId, userId))
        .orderBy(memberships.createdAt, organisations.id);
    },

    async createSession(
      _: ServiceScope,
      values: {
        userId: string;
        organisationId: string;
        tokenHash: string;
        userAgent: string | null;
        expiresAt: Date;
        lastUsedAt: Date;
      },
    ) {
      const [row] = await db
        .insert(sessions)
        .values({ ...values, id: newId('session') })
        .returning();
      return row!;
    },
    /** With the person and the role in the organisation of the session; nothing when the membership is gone. */
    async findSession(_: ServiceScope, tokenHash: string) {
      const [row] = await db
        .select({ session: sessions, user: users, organisation: organisations, role: memberships.role })
        .from(sessions)
        .innerJoin(users, eq(users.id, sessions.userId))
        .innerJoin(organisations, eq(organisations.id, sessions.organisationId))
        .innerJoin(
          memberships,
          and(eq(memberships.userId, sessions.userId), eq(memberships.organisationId, sessions.organisationId)),
        )
        .where(eq(sessions.tokenHash, tokenHash));
      return row;
    },
    async touchSession(_: ServiceScope, id: string, at: Date) {
      await db.update(sessions).set({ lastUsedAt: at }).where(eq(sessions.id, id));
    },
    async moveSession(_: ServiceScope, id: string, organisationId: string) {
      await db.update(sessions).set({ organisationId }).where(eq(sessions.id, id));
    },
    async sessionsOf(_: ServiceScope, userId: string) {
      return db.select().from(sessions).where(eq(sessions.userId, userId)).orderBy(sessions.createdAt);
    },
    async endSession(_: ServiceScope, userId: string, id: string) {
      const rows = await db
        .delete(sessions)
        .where(and(eq(sessions.userId, userId), eq(sessions.id, id)))
        .returning({ id: sessions.id });
      return rows.length > 0;
    },
    async endSessions(_: ServiceScope, userId: string, exceptId: string | undefined) {
      const others = exceptId === undefined ? undefined : ne(sessions.id, exceptId);
      await db.delete(sessions).where(and(eq(sessions.userId, userId), others));
    },

    async findKey(_: ServiceScope, id: string) {
      const [row] = await db
        .select({ key: apiKeys, plan: plans })
        .from(apiKeys)
        .innerJoin(organisations, eq(organisations.id, apiKeys.organisationId))
        .innerJoin(plans, eq(plans.name, organisations.plan))
        .where(eq(apiKeys.id, id));
      return row;
    },

    /** An earlier link for the same purpose is worth nothing any more. */
    async createMailToken(
      _: ServiceScope,
      values: { tokenHash: string; userId: string | null; purpose: MailPurpose; expiresAt: Date },
    ) {
      const { userId, purpose } = values;
      const sameUser = userId === null ? sql`${mailTokens.userId} IS NULL` : eq(mailTokens.userId, userId);
      await db.delete(mailTokens).where(and(eq(mailTokens.purpose, purpose), sameUser));
      await db.insert(mailTokens).values(values);
    },
    /** Once only. */
    async useMailToken(_: ServiceScope, tokenHash: string, purpose: MailPurpose, now: Date) {
      const [row] = await db
        .delete(mailTokens)
        .where(and(eq(mailTokens.tokenHash, tokenHash), eq(mailTokens.purpose, purpose), gt(mailTokens.expiresAt, now)))
        .returning();
      return row;
    },
    async findInvitation(_: ServiceScope, tokenHash: string, now: Date) {
      const [row] = await db
        .select({ invitation: invitations, organisation: organisations })
        .from(invitations)
        .innerJoin(organisations, eq(organisations.id, invitations.organisationId))
        .where(and(eq(invitations.tokenHash, tokenHash), gt(invitations.expiresAt, now)));
      return row;
    },

    async attempts(_: ServiceScope, bucket: string, since: Date) {
      const [row] = await db
        .select()
        .from(throttles)
        .where(and(eq(throttles.bucket, bucket), gte(throttles.windowStart, since)));
      return row;
    },
    async countAttempt(_: ServiceScope, bucket: string, since: Date, now: Date) {
      const isOld = sql`${throttles.windowStart} < ${since.toISOString()}::timestamptz`;
      const [row] = await db
        .insert(throttles)
        .values({ bucket, count: 1, windowStart: now })
        .onConflictDoUpdate({
          target: throttles.bucket,
          set: {
            count: sql`CASE WHEN ${isOld} THEN 1 ELSE ${throttles.count} + 1 END`,
            windowStart: sql`CASE WHEN ${isOld} THEN ${now.toISOString()}::timestamptz ELSE ${throttles.windowStart} END`,
          },
        })
        .returning();
      return row!;
    },
    async forgive(_: ServiceScope, bucket: string) {
      await db.delete(throttles).where(eq(throttles.bucket, bucket));
    },
    /** What has run out. */
    async sweep(_: ServiceScope, now: Date) {
      const day = new Date(now.getTime() - 86_400_000);
      await db.delete(sessions).where(lt(sessions.expiresAt, now));
      await db.delete(mailTokens).where(lt(mailTokens.expiresAt, now));
      await db.delete(invitations).where(lt(invitations.expiresAt, now));
      await db.delete(throttles).where(lt(throttles.windowStart, day));
    },
  });
}
