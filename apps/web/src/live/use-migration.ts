import type { Migration, MigrationEvent } from '@datamigrate/contracts';
import { useQueryClient } from '@tanstack/vue-query';
import { useThrottleFn } from '@vueuse/core';
import { computed, type InjectionKey, inject, provide, type Ref, ref, watch } from 'vue';
import { useApiQuery } from '../api/use-api.js';
import { isOver } from './event-log.js';
import { type Connection, useEventStream } from './event-stream.js';

export interface LiveMigration {
  readonly id: string;
  readonly migration: Readonly<Ref<Migration | undefined>>;
  readonly events: Readonly<Ref<readonly MigrationEvent[]>>;
  readonly connection: Readonly<Ref<Connection>>;
}
const KEY: InjectionKey<LiveMigration> = Symbol('migration');

/** A migration with its events, for the page and all its tabs. */
export function provideMigration(id: string) {
  const client = useQueryClient();
  const over = ref(false);
  const query = useApiQuery(
    'getMigration',
    { params: { migrationId: id } },
    { refresh: () => (over.value ? false : 15_000) },
  );
  const { events, connection, open } = useEventStream(id);

  const refetch = useThrottleFn(() => query.refetch(), 600, true);
  const structure = useThrottleFn(
    () => {
      for (const name of ['listObjects', 'getLineage', 'listFiles', 'getPlan'])
        void client.invalidateQueries({ queryKey: [name] });
    },
    2000,
    true,
  );
  // What the log does not tell of objects. The list may be long, and each of them sends two events.
  const details = useThrottleFn(
    () => {
      for (const name of ['listObjects', 'getLineage']) void client.invalidateQueries({ queryKey: [name] });
    },
    8000,
    true,
  );
  let seen = 0;
  watch(events, (log) => {
    const fresh = log.slice(seen);
    seen = log.length;
    if (over.value) return;
    void refetch();
    if (fresh.some(({ data }) => data.kind === 'state' || data.kind === 'stage')) void structure();
    else if (fresh.some(({ data }) => 'id' in data)) void details();
  });
  watch(
    () => query.data.value?.state,
    (state, before) => {
      if (state === undefined) return;
      over.value = isOver(state);
      if (before === undefined || (connection.value === 'ended' && !isOver(state))) open();
      if (before !== undefined && isOver(state)) {
        void structure();
        void client.invalidateQueries({ queryKey: ['getDashboard'] });
      }
    },
    { immediate: true },
  );

  const live: LiveMigration = { id, migration: computed(() => query.data.value), events, connection };
  provide(KEY, live);
  return { ...live, error: query.error, refetch: query.refetch };
}

export function useMigration(): LiveMigration {
  const live = inject(KEY);
  if (live === undefined) throw new Error('this part belongs into the page of a migration');
  return live;
}
