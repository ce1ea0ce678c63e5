import { and, eq } from 'drizzle-orm';
import type { Queryable } from '../database/open-database.js';
import { newId } from '../ids.js';
import { connections, type StoredConnection } from '../schema/index.js';
import { forOrganisation, type OrganisationScope } from '../scope.js';
import type { Sealer } from '../secrets/seal.js';
import { behind, orderBy, type PageRequest, pageFrom } from './paging.js';

export interface ConnectionValues {
  readonly name: string;
  readonly settings: StoredConnection;
  readonly password: string;
}

/** Rows never hold a password in clear, and no answer of this repository but `openPassword` does. */
export function connectionRepository(db: Queryable, sealer: Sealer) {
  const of = (scope: OrganisationScope, id: string) =>
    and(eq(connections.organisationId, scope.organisationId), eq(connections.id, id));

  return forOrganisation({
    async list(scope: OrganisationScope, request: PageRequest) {
      const order = { by: connections.name, id: connections.id, direction: 'ascending' } as const;
      const rows = await db
        .select()
        .from(connections)
        .where(and(eq(connections.organisationId, scope.organisationId), behind(order, request.cursor)))
        .orderBy(...orderBy(order))
        .limit(request.limit + 1);
      return pageFrom(rows, request.limit, (row) => [row.name, row.id]);
    },
    async find(scope: OrganisationScope, id: string) {
      const [row] = await db.select().from(connections).where(of(scope, id));
      return row;
    },
    async create(scope: OrganisationScope, { name, settings, password }: ConnectionValues) {
      const id = newId('connection');
      const sealedPassword = sealer.seal(password, id);
      const [row] = await db
        .insert(connections)
        .values({ id, organisationId: scope.organisationId, name, settings, sealedPassword })
        .returning();
      return row!;
    },
    async update(scope: OrganisationScope, id: string, { name, settings, password }: Partial<ConnectionValues>) {
      const [row] = await db
        .update(connections)
        .set({
          ...(name === undefined ? {} : { name }),
          ...(settings === undefined ? {} : { settings }),
          ...(password === undefined ? {} : { sealedPassword: sealer.seal(password, id) }),
          updatedAt: new Date(),
        })
        .where(of(scope, id))
        .returning();
      return row;
    },
    async setTest(scope: OrganisationScope, id: string, test: { ok: boolean; detail: string }) {
      await db
        .update(connections)
        .set({ lastTestOk: test.ok, lastTestAt: new Date(), lastTestDetail: test.detail })
        .where(of(scope, id));
    },
    /** Undefined when there is no such connection, or when it was sealed with another key. */
    async openPassword(scope: OrganisationScope, id: string) {
      const [row] = await db.select({ sealed: connections.sealedPassword }).from(connections).where(of(scope, id));
      return row && sealer.open(row.sealed, id);
    },
    async remove(scope: OrganisationScope, id: string) {
      return (await db.delete(connections).where(of(scope, id)).returning({ id: connections.id })).length > 0;
    },
  });
}
