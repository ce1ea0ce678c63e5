import type { KeyScope } from '@datamigrate/contracts';
import { and, desc, eq, getTableColumns, isNull } from 'drizzle-orm';
import type { Queryable } from '../database/open-database.js';
import { apiKeys, users } from '../schema/index.js';
import { forOrganisation, type OrganisationScope } from '../scope.js';

export interface NewKey {
  readonly id: string;
  readonly name: string;
  readonly secretHash: string;
  readonly hint: string;
  readonly scopes: KeyScope[];
  readonly createdBy: string | null;
  readonly expiresAt: Date | null;
}

export function keyRepository(db: Queryable) {
  const of = (scope: OrganisationScope, id: string) =>
    and(eq(apiKeys.organisationId, scope.organisationId), eq(apiKeys.id, id));
  const named = () =>
    db
      .select({ ...getTableColumns(apiKeys), creator: users.name })
      .from(apiKeys)
      .leftJoin(users, eq(users.id, apiKeys.createdBy));

  return forOrganisation({
    async list(scope: OrganisationScope) {
      return named()
        .where(eq(apiKeys.organisationId, scope.organisationId))
        .orderBy(desc(apiKeys.createdAt), desc(apiKeys.id));
    },
    async find(scope: OrganisationScope, id: string) {
      const [row] = await named().where(of(scope, id));
      return row;
    },
    async create(scope: OrganisationScope, key: NewKey) {
      await db.insert(apiKeys).values({ ...key, organisationId: scope.organisationId });
    },
    async rotate(
      scope: OrganisationScope,
      id: string,
      next: { secretHash: string; hint: string; previousUntil: Date },
    ) {
      const [row] = await db.select({ hash: apiKeys.secretHash }).from(apiKeys).where(of(scope, id));
      if (row === undefined) return;
      await db
        .update(apiKeys)
        .set({ ...next, previousHash: row.hash })
        .where(of(scope, id));
    },
    async revoke(scope: OrganisationScope, id: string) {
      const rows = await db
        .update(apiKeys)
        .set({ revokedAt: new Date() })
        .where(and(of(scope, id), isNull(apiKeys.revokedAt)))
        .returning({ id: apiKeys.id });
      return rows.length > 0;
    },
    async used(scope: OrganisationScope, id: string, at: Date) {
      await db.update(apiKeys).set({ lastUsedAt: at }).where(of(scope, id));
    },
  });
}
