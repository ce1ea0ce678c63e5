import { createHash } from 'node:crypto';
import type { CheckedBodyOf } from '@datamigrate/contracts';
import type { OrganisationScope } from '@datamigrate/store';
import { type Caller, may } from '../http/caller.js';
import { problem } from '../problems/api-problem.js';
import type { Services } from '../services.js';
import { addressesOf } from '../webhooks/public-address.js';
import type { ReceivedSource } from './received-source.js';

type Asked = Extract<CheckedBodyOf<'createMigration'>['source'], { kind: 'connection' }>;

/** A kept connection as the source: nothing stands on the disk, and nothing is unsealed before a worker reads it. */
export async function receiveConnection(
  { kind, connectionId, include, exclude, rows }: Asked,
  { services, scope, caller }: { services: Services; scope: OrganisationScope; caller: Caller },
): Promise<ReceivedSource> {
  // A key that may start migrations may not therefore read what connections lead to.
  if (!may(caller, 'connections:read')) throw problem('api-forbidden', { scope: 'connections:read' });
  const row = await services.store.connections.find(scope, connectionId);
  if (row === undefined) throw problem('api-not-found', { what: 'connection' });
  await refusePrivateHost(services, row.settings.host);
  const connection = { id: row.id, include, exclude, rows: rows ?? null };
  return {
    description: { kind, name: row.name, files: 0, bytes: 0, connection },
    hash: createHash('sha256').update(JSON.stringify(connection)).digest('hex'),
    options: '{}',
    moveTo: async () => {},
    discard: async () => {},
  };
}

/** Otherwise users could look around in the network that the service runs in. */
export async function refusePrivateHost({ settings }: Pick<Services, 'settings'>, host: string): Promise<void> {
  if (settings.privateAddresses) return;
  if ((await addressesOf(host)).length === 0) throw problem('api-address-refused', { address: host });
}
