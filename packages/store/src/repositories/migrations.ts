import type { Checkpoint, MIGRATION_SORTS, Migration, MigrationState } from '@datamigrate/contracts';
import { and, count, eq, gte, ilike, inArray, or, type SQL, sql } from 'drizzle-orm';
import type { Queryable } from '../database/open-database.js';
import { migrations } from '../schema/index.js';
import { forOrganisation, type OrganisationScope } from '../scope.js';
import { behind, containing, type Order, orderBy, type PageRequest, pageFrom } from './paging.js';

export type MigrationRow = typeof migrations.$inferSelect;
export type MigrationChange = Partial<
  Pick<
    MigrationRow,
    | 'name'
    | 'projectId'
    | 'database'
    | 'objectsTotal'
    | 'objectsDone'
    | 'agents'
    | 'verdicts'
    | 'totals'
    | 'failure'
    | 'attempts'
    | 'startedAt'
    | 'finishedAt'
    | 'eventsOffset'
  >
>;

export interface MigrationFilter extends PageRequest {
  readonly states?: readonly MigrationState[];
  readonly projectId?: string | undefined;
  readonly search?: string | undefined;
  readonly sort: (typeof MIGRATION_SORTS)[number];
}

export interface NewMigration {
  readonly id: string;
  readonly name: string;
  readonly projectId: string | null;
  readonly source: Migration['source'];
  readonly options: Migration['options'];
  readonly target: Migration['target'];
  readonly agents: Migration['agents'];
  readonly createdBy: string | null;
}

const COLUMNS = {
  createdAt: migrations.createdAt,
  updatedAt: migrations.updatedAt,
  name: migrations.name,
  state: migrations.state,
};

export function migrationRepository(db: Queryable) {
  const own = (scope: OrganisationScope) => eq(migrations.organisationId, scope.organisationId);
  const of = (scope: OrganisationScope, id: string) => and(own(scope), eq(migrations.id, id));

  return forOrganisation({
    async create(scope: OrganisationScope, values: NewMigration) {
      const [row] = await db
        .insert(migrations)
        .values({ ...values, organisationId: scope.organisationId, state: 'queued', verdicts: {} })
        .returning();
      return row!;
    },
    async find(scope: OrganisationScope, id: string): Promise<MigrationRow | undefined> {
      const [row] = await db.select().from(migrations).where(of(scope, id));
      return row;
    },
    async findLocked(scope: OrganisationScope, id: string): Promise<MigrationRow | undefined> {
      const [row] = await db.select().from(migrations).where(of(scope, id)).for('update');
      return row;
    },
    async list(scope: OrganisationScope, { limit, cursor, states, projectId, search, sort }: MigrationFilter) {
      const name = sort.replace('-', '') as keyof typeof COLUMNS;
      const order: Order = {
        by: COLUMNS[name],
        id: migrations.id,
        direction: sort.startsWith('-') ? 'descending' : 'ascending',
      };
      const conditions: (SQL | undefined)[] = [own(scope), behind(order, cursor)];
      if (states) conditions.push(inArray(migrations.state, [...states]));
      if (projectId !== undefined) conditions.push(eq(migrations.projectId, projectId));
      if (search !== undefined && search !== '') {
        conditions.push(or(ilike(migrations.name, containing(search)), ilike(migrations.database, containing(search))));
      }
      const rows = await db
        .select()
        .from(migrations)
        .where(and(...conditions))
        .orderBy(...orderBy(order))
        .limit(limit + 1);
      return pageFrom(rows, limit, (row) => [row[name], row.id]);
    },
    async change(scope: OrganisationScope, id: string, values: MigrationChange) {
      const [row] = await db
        .update(migrations)
        .set({ ...values, updatedAt: new Date() })
        .where(of(scope, id))
        .returning();
      return row;
    },
    /** Only from the states named: whoever comes second changes nothing. */
    async move(
      scope: OrganisationScope,
      id: string,
      from: readonly MigrationState[],
      to: MigrationState,
      also: MigrationChange & { checkpoint?: Checkpoint | null } = {},
    ) {
      const [row] = await db
        .update(migrations)
        .set({ checkpoint: null, ...also, state: to, updatedAt: new Date() })
        .where(and(of(scope, id), inArray(migrations.state, [...from])))
        .returning();
      return row;
    },
    async remove(scope: OrganisationScope, id: string) {
      return (await db.delete(migrations).where(of(scope, id)).returning({ id: migrations.id })).length > 0;
    },
    async countSince(scope: OrganisationScope, since: Date) {
      const [row] = await db
        .select({ made: count() })
        .from(migrations)
        .where(and(own(scope), gte(migrations.createdAt, since)));
      return row?.made ?? 0;
    },
    async overview(scope: OrganisationScope) {
      const total = (name: string) =>
        sql<string>`coalesce(sum((${migrations.totals}->>${sql.raw(`'${name}'`)})::bigint), 0)`;
      return db
        .select({
          state: migrations.state,
          migrations: count(),
          objects: total('objects'),
          models: total('models'),
          rowsCompared: total('rowsCompared'),
          equal: sql<string>`coalesce(sum((${migrations.verdicts}->>'equal')::bigint), 0)`,
          refused: sql<string>`coalesce(sum((${migrations.verdicts}->>'refused')::bigint), 0)`,
        })
        .from(migrations)
        .where(own(scope))
        .groupBy(migrations.state);
    },
  });
}
