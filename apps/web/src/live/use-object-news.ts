import type { MigrationState } from '@datamigrate/contracts';
import { useQueryClient } from '@tanstack/vue-query';
import { type MaybeRefOrGetter, toValue, watch } from 'vue';
import { isOver } from './event-log.js';
import { useEventStream } from './event-stream.js';

/** Reads an object again when the log says that it got further, as long as its migration goes on. */
export function useObjectNews(
  migrationId: string,
  object: MaybeRefOrGetter<string>,
  state: () => MigrationState | undefined,
): void {
  const client = useQueryClient();
  const { events, open } = useEventStream(migrationId);
  let seen = 0;
  watch(
    state,
    (now, before) => {
      if (now !== undefined && before === undefined && !isOver(now)) open();
    },
    { immediate: true },
  );
  watch(events, (log) => {
    const fresh = log.slice(seen);
    seen = log.length;
    const isState = fresh.some(({ data }) => data.kind === 'state');
    const isOurs = fresh.some(({ data }) => 'id' in data && data.id === toValue(object));
    if (isState || isOurs) void client.invalidateQueries({ queryKey: ['getObject'] });
    if (isState)
      for (const name of ['getMigration', 'listObjects']) void client.invalidateQueries({ queryKey: [name] });
  });
}
