import type { MigrationRow, OrganisationScope } from '@datamigrate/store';
import type { FastifyRequest } from 'fastify';
import type { Services } from '../services.js';

const LONGEST_SECONDS = 60;

/**
 * `Prefer: wait=20` (RFC 7240) holds the answer until the migration has ended or waits, so that a poll costs one request of
 * the plan and not twenty.
 */
export async function settled(
  services: Services,
  scope: OrganisationScope,
  row: MigrationRow,
  request: FastifyRequest,
): Promise<MigrationRow> {
  const prefer = request.headers['prefer'];
  const [, seconds] = /(?:^|[,;]\s*)wait=(\d{1,3})\b/.exec(String(prefer ?? '')) ?? [];
  if (seconds === undefined) return row;
  const until = Date.now() + 1000 * Math.min(LONGEST_SECONDS, Number(seconds));
  let latest = row;
  while (latest.state === 'queued' || latest.state === 'running') {
    const left = until - Date.now();
    if (left <= 0 || request.raw.destroyed || services.draining) break;
    await changeOf(services, scope, row.id, left);
    latest = (await services.store.migrations.find(scope, row.id)) ?? latest;
  }
  return latest;
}

function changeOf(services: Services, scope: OrganisationScope, id: string, ms: number): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      off();
      resolve();
    };
    const timer = setTimeout(done, ms);
    const off = services.hub.watch(scope, id, done);
  });
}
