import type { ObjectKind, Verdict } from '@datamigrate/contracts';
import { and, asc, count, eq, getTableColumns, gt, ilike, inArray, isNotNull, type SQL, sql } from 'drizzle-orm';
import type { Queryable } from '../database/open-database.js';
import { migrationObjects, modelFiles } from '../schema/index.js';
import { forOrganisation, type OrganisationScope } from '../scope.js';
import { CursorInvalidError, containing, type PageRequest } from './paging.js';

export type ObjectRow = Omit<typeof migrationObjects.$inferSelect, 'migrationId' | 'organisationId'>;
export type FileRow = Omit<typeof modelFiles.$inferSelect, 'migrationId' | 'organisationId'>;

export interface ObjectFilter extends PageRequest {
  readonly verdicts?: readonly Verdict[];
  readonly kind?: ObjectKind | undefined;
  readonly search?: string | undefined;
}

export type ObjectProgress = Partial<
  Pick<
    ObjectRow,
    | 'status'
    | 'verdict'
    | 'reason'
    | 'fidelity'
    | 'models'
    | 'statements'
    | 'issues'
    | 'assumptions'
    | 'rowsCompared'
    | 'detail'
  >
>;

const AT_ONCE = 500;

/** What a migration found and made: its objects and the files of its project. */
export function resultRepository(db: Queryable) {
  const objectsOf = (scope: OrganisationScope, migrationId: string) =>
    and(eq(migrationObjects.organisationId, scope.organisationId), eq(migrationObjects.migrationId, migrationId));
  const filesOf = (scope: OrganisationScope, migrationId: string) =>
    and(eq(modelFiles.organisationId, scope.organisationId), eq(modelFiles.migrationId, migrationId));

  return forOrganisation({
    async listObjects(
      scope: OrganisationScope,
      migrationId: string,
      { limit, cursor, verdicts, kind, search }: ObjectFilter,
    ) {
      const conditions: (SQL | undefined)[] = [objectsOf(scope, migrationId)];
      if (cursor !== undefined) conditions.push(gt(migrationObjects.object, nameIn(cursor)));
      if (verdicts) conditions.push(inArray(migrationObjects.verdict, [...verdicts]));
      if (kind !== undefined) conditions.push(eq(migrationObjects.kind, kind));
      if (search !== undefined && search !== '') conditions.push(ilike(migrationObjects.object, containing(search)));
      const { detail: _, ...columns } = objectColumns;
      const rows = await db
        .select(columns)
        .from(migrationObjects)
        .where(and(...conditions))
        .orderBy(asc(migrationObjects.object))
        .limit(limit + 1);
      const hasMore = rows.length > limit;
      const data = rows.slice(0, limit);
      const last = data.at(-1);
      return { data, hasMore, nextCursor: hasMore && last ? Buffer.from(last.object).toString('base64url') : null };
    },
    async findObject(scope: OrganisationScope, migrationId: string, object: string): Promise<ObjectRow | undefined> {
      const [row] = await db
        .select(objectColumns)
        .from(migrationObjects)
        .where(and(objectsOf(scope, migrationId), eq(migrationObjects.object, object)));
      return row;
    },
    async dependents(scope: OrganisationScope, migrationId: string, object: string) {
      const rows = await db
        .select({ object: migrationObjects.object })
        .from(migrationObjects)
        .where(
          and(objectsOf(scope, migrationId), sql`${migrationObjects.dependsOn} @> ${JSON.stringify([object])}::jsonb`),
        )
        .orderBy(asc(migrationObjects.object));
      return rows.map((row) => row.object);
    },
    async allObjects(scope: OrganisationScope, migrationId: string) {
      const { detail: _, ...columns } = objectColumns;
      return db
        .select(columns)
        .from(migrationObjects)
        .where(objectsOf(scope, migrationId))
        .orderBy(asc(migrationObjects.object));
    },
    /** All objects again, as the plan or the report has them. */
    async replaceObjects(scope: OrganisationScope, migrationId: string, rows: readonly ObjectRow[]) {
      await db.delete(migrationObjects).where(objectsOf(scope, migrationId));
      const { organisationId } = scope;
      for (let i = 0; i < rows.length; i += AT_ONCE) {
        const part = rows.slice(i, i + AT_ONCE).map((row) => ({ ...row, migrationId, organisationId }));
        await db.insert(migrationObjects).values(part);
      }
    },
    async setVerdict(scope: OrganisationScope, migrationId: string, object: string, verdict: Verdict, reason: string) {
      await db
        .update(migrationObjects)
        .set({ verdict, reason, status: 'done' })
        .where(and(objectsOf(scope, migrationId), eq(migrationObjects.object, object)));
    },
    /** What is known of an object before the report is made. */
    async setProgress(scope: OrganisationScope, migrationId: string, object: string, values: ObjectProgress) {
      await db
        .update(migrationObjects)
        .set(values)
        .where(and(objectsOf(scope, migrationId), eq(migrationObjects.object, object)));
    },
    async countVerdicts(scope: OrganisationScope, migrationId: string): Promise<Partial<Record<Verdict, number>>> {
      const rows = await db
        .select({ verdict: migrationObjects.verdict, objects: count() })
        .from(migrationObjects)
        .where(and(objectsOf(scope, migrationId), isNotNull(migrationObjects.verdict)))
        .groupBy(migrationObjects.verdict);
      return Object.fromEntries(rows.map(({ verdict, objects }) => [verdict, objects]));
    },
    /** The models of one object, before the project is whole. */
    async replaceModelsOf(scope: OrganisationScope, migrationId: string, object: string, rows: readonly FileRow[]) {
      await db.delete(modelFiles).where(and(filesOf(scope, migrationId), eq(modelFiles.object, object)));
      if (rows.length === 0) return;
      const { organisationId } = scope;
      const values = rows.map((row) => ({ ...row, migrationId, organisationId }));
      // Two objects that claim one model: the plan settles that, the first one keeps its place until then.
      await db.insert(modelFiles).values(values).onConflictDoNothing();
    },
    async replaceFiles(scope: OrganisationScope, migrationId: string, rows: readonly FileRow[]) {
      await db.delete(modelFiles).where(filesOf(scope, migrationId));
      const { organisationId } = scope;
      for (let i = 0; i < rows.length; i += AT_ONCE) {
        const part = rows.slice(i, i + AT_ONCE).map((row) => ({ ...row, migrationId, organisationId }));
        await db.insert(modelFiles).values(part);
      }
    },
    async listFiles(scope: OrganisationScope, migrationId: string) {
      const { path, bytes, sha256 } = modelFiles;
      return db.select({ path, bytes, sha256 }).from(modelFiles).where(filesOf(scope, migrationId)).orderBy(asc(path));
    },
    async findFile(scope: OrganisationScope, migrationId: string, path: string): Promise<FileRow | undefined> {
      const [row] = await db
        .select(fileColumns)
        .from(modelFiles)
        .where(and(filesOf(scope, migrationId), eq(modelFiles.path, path)));
      return row;
    },
    async listModels(scope: OrganisationScope, migrationId: string, object?: string): Promise<FileRow[]> {
      return db
        .select(fileColumns)
        .from(modelFiles)
        .where(
          and(
            filesOf(scope, migrationId),
            isNotNull(modelFiles.model),
            object === undefined ? undefined : eq(modelFiles.object, object),
          ),
        )
        .orderBy(asc(modelFiles.model));
    },
  });
}

const { migrationId: _m, organisationId: _o, ...objectColumns } = getTableColumns(migrationObjects);
const { migrationId: _n, organisationId: _p, ...fileColumns } = getTableColumns(modelFiles);

function nameIn(cursor: string): string {
  const name = Buffer.from(cursor, 'base64url').toString('utf8');
  if (name === '' || name.includes('\0')) throw new CursorInvalidError('the cursor is not one of this list');
  return name;
}
