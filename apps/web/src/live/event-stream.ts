import type { MigrationEvent } from '@datamigrate/contracts';
import { onScopeDispose, readonly, ref, shallowRef } from 'vue';
import { addressOf } from '../api/call.js';
import { append } from './event-log.js';

export type Connection = 'connecting' | 'live' | 'lost' | 'ended';
const KINDS = [
  'state',
  'stage',
  'converted',
  'object',
  'note',
] as const satisfies readonly MigrationEvent['data']['kind'][];
/** Events are shown in bundles: a run may send hundreds a second. */
const BUNDLE_MS = 120;
const RETRY_MS = 3000;

/**
 * The log of a migration by server-sent events. The browser itself connects again after a break and sends Last-Event-ID;
 * where it gives up, because the service refused, a new connection asks for what came after the last event.
 */
export function useEventStream(migrationId: string) {
  const events = shallowRef<readonly MigrationEvent[]>([]);
  const connection = ref<Connection>('connecting');
  let source: EventSource | null = null;
  let arrived: MigrationEvent[] = [];
  let bundle: ReturnType<typeof setTimeout> | undefined;
  let retry: ReturnType<typeof setTimeout> | undefined;

  function flush(): void {
    clearTimeout(bundle);
    bundle = undefined;
    events.value = append(events.value, arrived);
    arrived = [];
  }

  function take(message: MessageEvent<string>): void {
    arrived.push(JSON.parse(message.data) as MigrationEvent);
    bundle ??= setTimeout(flush, BUNDLE_MS);
  }

  function open(): void {
    close();
    if (arrived.length > 0) flush();
    connection.value = 'connecting';
    const after = events.value.at(-1)?.id;
    const query = after === undefined ? {} : { after };
    const opened = new EventSource(addressOf('getEvents', { params: { migrationId }, query }));
    source = opened;
    opened.addEventListener('open', () => {
      connection.value = 'live';
    });
    for (const kind of KINDS) opened.addEventListener(kind, take);
    opened.addEventListener('end', () => {
      close();
      flush();
      connection.value = 'ended';
    });
    opened.addEventListener('error', () => {
      connection.value = 'lost';
      if (opened.readyState === EventSource.CLOSED) retry = setTimeout(open, RETRY_MS);
    });
  }

  function close(): void {
    clearTimeout(retry);
    source?.close();
    source = null;
  }

  onScopeDispose(() => {
    clearTimeout(bundle);
    close();
  });
  return { events: readonly(events) as Readonly<typeof events>, connection: readonly(connection), open };
}
