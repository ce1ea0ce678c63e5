import { and, count, eq, getTableColumns } from 'drizzle-orm';
import type { Queryable } from '../database/open-database.js';
import { newId } from '../ids.js';
import { migrations, projects } from '../schema/index.js';
import { forOrganisation, type OrganisationScope } from '../scope.js';
import { behind, orderBy, type PageRequest, pageFrom } from './paging.js';

export function projectRepository(db: Queryable) {
  const of = (scope: OrganisationScope, id: string) =>
    and(eq(projects.organisationId, scope.organisationId), eq(projects.id, id));
  const counted = () =>
    db
      .select({ ...getTableColumns(projects), migrations: count(migrations.id) })
      .from(projects)
      .leftJoin(migrations, eq(migrations.projectId, projects.id))
      .groupBy(projects.id);

  return forOrganisation({
    async list(scope: OrganisationScope, request: PageRequest) {
      const order = { by: projects.name, id: projects.id, direction: 'ascending' } as const;
      const rows = await counted()
        .where(and(eq(projects.organisationId, scope.organisationId), behind(order, request.cursor)))
        .orderBy(...orderBy(order))
        .limit(request.limit + 1);
      return pageFrom(rows, request.limit, (row) => [row.name, row.id]);
    },
    async find(scope: OrganisationScope, id: string) {
      const [row] = await counted().where(of(scope, id));
      return row;
    },
    async create(scope: OrganisationScope, values: { name: string; description: string }) {
      const [row] = await db
        .insert(projects)
        .values({ ...values, id: newId('project'), organisationId: scope.organisationId })
        .returning();
      return { ...row!, migrations: 0 };
    },
    async update(scope: OrganisationScope, id: string, values: { name?: string; description?: string }) {
      const rows = await db
        .update(projects)
        .set({ ...values, updatedAt: new Date() })
        .where(of(scope, id))
        .returning({ id: projects.id });
      return rows.length > 0;
    },
    async remove(scope: OrganisationScope, id: string) {
      return (await db.delete(projects).where(of(scope, id)).returning({ id: projects.id })).length > 0;
    },
  });
}
