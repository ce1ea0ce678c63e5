import type { CheckedQueryOf, MigrationEvent } from '@datamigrate/contracts';
import type { OrganisationScope } from '@datamigrate/store';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Services } from '../services.js';

const HEARTBEAT_MS = 15_000;
const RETRY_MS = 2_000;
const ENDED = new Set(['succeeded', 'failed', 'cancelled']);

/** A page only for those who ask for JSON and not for a stream. */
export function wantsStream(request: FastifyRequest): boolean {
  const accept = request.headers.accept ?? '';
  return accept.includes('text/event-stream') || !accept.includes('application/json');
}

export async function eventPage(
  services: Services,
  scope: OrganisationScope,
  id: string,
  query: CheckedQueryOf<'getEvents'>,
) {
  const { after = 0, limit } = query;
  const rows = await services.store.events.after(scope, id, after, limit + 1);
  const data = rows.slice(0, limit).map(({ number, at, data }) => ({ id: number, at: at.toISOString(), data }));
  return { data, lastId: data.at(-1)?.id ?? after, hasMore: rows.length > limit };
}

/**
 * The log as server-sent events. Nothing is queued for a watcher: it reads from the store where it stands, and not before its
 * connection has taken what came before, so a slow one costs no memory.
 */
export function streamEvents(
  services: Services,
  scope: OrganisationScope,
  id: string,
  after: number | undefined,
  request: FastifyRequest,
  reply: FastifyReply,
): void {
  reply.hijack();
  const { raw } = reply;
  for (const [name, value] of Object.entries(reply.getHeaders())) if (value !== undefined) raw.setHeader(name, value);
  raw.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
    'x-accel-buffering': 'no',
  });
  raw.write(`retry: ${RETRY_MS}\n\n`);
  const sent = Number(request.headers['last-event-id']);
  let last =
    Number.isSafeInteger(sent) && sent >= 0 && request.headers['last-event-id'] !== undefined ? sent : (after ?? 0);
  let busy = false;
  let again = false;
  let isOpen = true;
  /** Whether the end may have been reached: asked at first, and whenever a state says so. */
  let mayBeOver = true;

  const close = () => {
    if (!isOpen) return;
    isOpen = false;
    clearInterval(heartbeat);
    off();
    offDrain();
    services.metrics.watchers(-1);
    raw.end();
  };
  const pump = async () => {
    if (busy) {
      again = true;
      return;
    }
    busy = true;
    try {
      do {
        again = false;
        const events = await services.hub.after(scope, id, last);
        if (!isOpen) return;
        if (events.length > 0) again = true;
        for (const event of events) {
          last = event.id;
          if (event.data.kind === 'state') mayBeOver = ENDED.has(event.data.state);
          const isTaken = raw.write(frame(event));
          if (!isTaken) await drained();
          if (!isOpen) return;
        }
        if (events.length > 0 || !mayBeOver) continue;
        mayBeOver = await isOver(services, scope, id, last);
        if (!mayBeOver) continue;
        raw.write('event: end\ndata: {}\n\n');
        close();
      } while (again && isOpen);
    } catch (error) {
      services.log.warn({ err: error, migrationId: id }, 'an event stream was closed');
      close();
    } finally {
      busy = false;
    }
  };
  const drained = () =>
    new Promise<void>((resolve) => {
      const done = () => {
        raw.off('drain', done);
        raw.off('close', done);
        resolve();
      };
      raw.on('drain', done);
      raw.on('close', done);
    });

  const heartbeat = setInterval(() => raw.write(': still here\n\n'), HEARTBEAT_MS);
  const off = services.hub.watch(scope, id, () => void pump());
  const offDrain = services.onDrain(close);
  services.metrics.watchers(1);
  raw.on('close', close);
  raw.on('error', close);
  void pump();
}

/** Ended, and all of its events are out. A migration may be resumed later: then somebody connects again. */
async function isOver(services: Services, scope: OrganisationScope, id: string, last: number): Promise<boolean> {
  const row = await services.store.migrations.find(scope, id);
  return row === undefined || (ENDED.has(row.state) && row.lastEvent <= last);
}

function frame(event: MigrationEvent): string {
  return `id: ${event.id}\nevent: ${event.data.kind}\ndata: ${JSON.stringify(event)}\n\n`;
}
