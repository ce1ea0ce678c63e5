import type { Role } from '@datamigrate/contracts';
import { and, count, desc, eq, gt, isNull, sql } from 'drizzle-orm';
import type { Queryable } from '../database/open-database.js';
import { newId } from '../ids.js';
import { apiKeys, invitations, memberships, organisations, plans, sessions, users } from '../schema/index.js';
import { forOrganisation, type OrganisationScope } from '../scope.js';

/** The organisation itself, its people and who was invited. */
export function organisationRepository(db: Queryable) {
  const member = (scope: OrganisationScope, userId: string) =>
    and(eq(memberships.organisationId, scope.organisationId), eq(memberships.userId, userId));
  const people = () =>
    db
      .select({
        userId: users.id,
        name: users.name,
        email: users.email,
        emailVerifiedAt: users.emailVerifiedAt,
        role: memberships.role,
        joinedAt: memberships.createdAt,
        lastSeenAt: sql<
          string | null
        >`(SELECT max(${sessions.lastUsedAt}) FROM ${sessions} WHERE ${sessions.userId} = ${users.id})`,
      })
      .from(memberships)
      .innerJoin(users, eq(users.id, memberships.userId));

  return forOrganisation({
    async get(scope: OrganisationScope) {
      const [row] = await db.select().from(organisations).where(eq(organisations.id, scope.organisationId));
      return row;
    },
    async rename(scope: OrganisationScope, name: string) {
      await db.update(organisations).set({ name }).where(eq(organisations.id, scope.organisationId));
    },
    async setPlan(scope: OrganisationScope, plan: string) {
      await db.update(organisations).set({ plan }).where(eq(organisations.id, scope.organisationId));
    },
    async plan(scope: OrganisationScope) {
      const [row] = await db
        .select({ plan: plans })
        .from(organisations)
        .innerJoin(plans, eq(plans.name, organisations.plan))
        .where(eq(organisations.id, scope.organisationId));
      return row!.plan;
    },
    /** For decisions that must not be made twice at once; inside a transaction. */
    async lock(scope: OrganisationScope) {
      await db
        .select({ id: organisations.id })
        .from(organisations)
        .where(eq(organisations.id, scope.organisationId))
        .for('update');
    },
    async members(scope: OrganisationScope) {
      return people().where(eq(memberships.organisationId, scope.organisationId)).orderBy(users.name, users.id);
    },
    async member(scope: OrganisationScope, userId: string) {
      const [row] = await people().where(member(scope, userId));
      return row;
    },
    async owners(scope: OrganisationScope) {
      const [row] = await db
        .select({ owners: count() })
        .from(memberships)
        .where(and(eq(memberships.organisationId, scope.organisationId), eq(memberships.role, 'owner')));
      return row?.owners ?? 0;
    },
    async setRole(scope: OrganisationScope, userId: string, role: Role) {
      await db.update(memberships).set({ role }).where(member(scope, userId));
    },
    async addMember(scope: OrganisationScope, userId: string, role: Role) {
      await db.insert(memberships).values({ organisationId: scope.organisationId, userId, role }).onConflictDoNothing();
    },
    /** With their sessions here; their keys are revoked. */
    async removeMember(scope: OrganisationScope, userId: string) {
      const { organisationId } = scope;
      await db.delete(memberships).where(member(scope, userId));
      await db.delete(sessions).where(and(eq(sessions.organisationId, organisationId), eq(sessions.userId, userId)));
      await db
        .update(apiKeys)
        .set({ revokedAt: new Date() })
        .where(
          and(eq(apiKeys.organisationId, organisationId), eq(apiKeys.createdBy, userId), isNull(apiKeys.revokedAt)),
        );
    },
    async invitations(scope: OrganisationScope) {
      return db
        .select()
        .from(invitations)
        .where(and(eq(invitations.organisationId, scope.organisationId), gt(invitations.expiresAt, new Date())))
        .orderBy(desc(invitations.createdAt));
    },
    /** An earlier invitation of the same address is replaced. */
    async invite(scope: OrganisationScope, values: { email: string; role: Role; tokenHash: string; expiresAt: Date }) {
      const { organisationId } = scope;
      await db
        .delete(invitations)
        .where(and(eq(invitations.organisationId, organisationId), eq(invitations.email, values.email)));
      const [row] = await db
        .insert(invitations)
        .values({ ...values, id: newId('invitation'), organisationId })
        .returning();
      return row!;
    },
    async removeInvitation(scope: OrganisationScope, id: string) {
      const rows = await db
        .delete(invitations)
        .where(and(eq(invitations.organisationId, scope.organisationId), eq(invitations.id, id)))
        .returning({ id: invitations.id });
      return rows.length > 0;
    },
  });
}
