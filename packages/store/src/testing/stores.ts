import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, describe } from 'vitest';
import { type OrganisationScope, organisationScope, serviceScope } from '../scope.js';
import { sealerWith } from '../secrets/seal.js';
import { openStore, type Store } from '../store.js';
import { type PostgresServer, startPostgres, WITHOUT_POSTGRES } from './postgres-server.js';

export const SERVICE = serviceScope('tests');
export const sealer = sealerWith(randomBytes(32));

export interface Bench {
  readonly store: Store;
  /** Another process would open its own: on a server a second store, else the same one. */
  readonly other: Store;
}

/** The same tests on the embedded database and, where it is installed, on a server. */
export function onBothDatabases(name: string, tests: (bench: () => Bench) => void): void {
  describe(`${name} (embedded)`, () => {
    let bench: Bench | undefined;
    beforeAll(async () => {
      const store = await opened({ kind: 'memory' });
      bench = { store, other: store };
    });
    afterAll(() => bench?.store.close());
    tests(() => bench!);
  });
  describe.skipIf(WITHOUT_POSTGRES)(`${name} (PostgreSQL)${WITHOUT_POSTGRES ? `: ${WITHOUT_POSTGRES}` : ''}`, () => {
    let bench: Bench | undefined;
    let server: PostgresServer | undefined;
    beforeAll(async () => {
      server = await startPostgres();
      await reachable(server.url);
      const place = { kind: 'server', url: server.url } as const;
      // At once: the second one waits for the migrations of the first.
      const [store, other] = await Promise.all([opened(place), opened(place)]);
      bench = { store, other };
    });
    afterAll(async () => {
      await bench?.store.close();
      await bench?.other.close();
      server?.stop();
    });
    tests(() => bench!);
  });
}

async function reachable(url: string): Promise<void> {
  for (let i = 0; ; i++) {
    const client = new pg.Client({ connectionString: url });
    try {
      await client.connect();
      await client.end();
      return;
    } catch (error) {
      if (i === 100) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

async function opened(place: Parameters<typeof openStore>[0]): Promise<Store> {
  const store = await openStore(place, sealer);
  if (!store.ok) throw new Error(store.error.message);
  return store.value;
}

let made = 0;

export async function newOrganisation(
  store: Store,
  plan = 'free',
): Promise<{ scope: OrganisationScope; userId: string }> {
  const number = ++made;
  const organisation = await store.identity.createOrganisation(SERVICE, `Organisation ${number}`, plan);
  const user = await store.identity.createUser(SERVICE, {
    name: `Person ${number}`,
    email: `person-${number}@example.com`,
    passwordHash: 'x',
    verified: true,
  });
  const scope = organisationScope(organisation.id);
  await store.organisation.addMember(scope, user.id, 'owner');
  return { scope, userId: user.id };
}
