import type { ObjectLine } from '@datamigrate/contracts';
import { useQuery } from '@tanstack/vue-query';
import { computed } from 'vue';
import type { ApiError } from '../../api/api-error.js';
import { call } from '../../api/call.js';
import { objectsIn } from '../../live/event-log.js';
import type { LiveMigration } from '../../live/use-migration.js';

/** All objects of a migration: they are filtered and sorted here, so that typing answers at once. */
export function useObjectLines(migrationId: string) {
  return useQuery<ObjectLine[], ApiError>({
    queryKey: ['listObjects', migrationId],
    queryFn: async ({ signal }) => {
      const rows: ObjectLine[] = [];
      let cursor: string | null = null;
      do {
        const query: { limit: number; cursor?: string } = { limit: 5000, ...(cursor !== null && { cursor }) };
        const page: { data: ObjectLine[]; nextCursor: string | null } = await call(
          'listObjects',
          { params: { migrationId }, query },
          { signal },
        );
        rows.push(...page.data);
        cursor = page.nextCursor;
      } while (cursor !== null);
      return rows;
    },
  });
}

/** The same with what the live log already tells of each object. */
export function useLiveObjects({ id, events, migration }: LiveMigration) {
  const query = useObjectLines(id);
  const rows = computed<readonly ObjectLine[] | undefined>(() => {
    const found = query.data.value;
    if (found === undefined || migration.value?.state !== 'running') return found;
    const told = objectsIn(events.value);
    return found.map((row) => {
      const news = told.get(row.id);
      if (news === undefined || row.status === 'done') return row;
      const { status, verdict, models = row.models } = news;
      return { ...row, status, verdict, models: [...models] };
    });
  });
  return { rows, error: query.error, refetch: query.refetch };
}
