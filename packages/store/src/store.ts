import type { Diagnostic } from '@datamigrate/diagnostics';
import { ok, type Result } from '@datamigrate/foundation';
import { type Database, type DatabasePlace, openDatabase, ping, type Queryable } from './database/open-database.js';
import type { JobQueue } from './queue/job-queue.js';
import { jobRepository, storeQueue } from './queue/store-queue.js';
import { auditRepository } from './repositories/audit.js';
import { billingRepository } from './repositories/billing.js';
import { connectionRepository } from './repositories/connections.js';
import { eventRepository } from './repositories/events.js';
import { idempotencyRepository } from './repositories/idempotency.js';
import { identityRepository } from './repositories/identity.js';
import { keyRepository } from './repositories/keys.js';
import { limitRepository } from './repositories/limits.js';
import { resultRepository } from './repositories/migration-results.js';
import { migrationRepository } from './repositories/migrations.js';
import { organisationRepository } from './repositories/organisation.js';
import { projectRepository } from './repositories/projects.js';
import { usageRepository } from './repositories/usage.js';
import { webhookRepository } from './repositories/webhooks.js';
import type { Sealer } from './secrets/seal.js';

/** All functions on rows, by what they are about. The first ones need the scope of an organisation, the last ones that of the service. */
export function repositoriesOn(db: Queryable, sealer: Sealer) {
  return {
    organisation: organisationRepository(db),
    keys: keyRepository(db),
    projects: projectRepository(db),
    connections: connectionRepository(db, sealer),
    migrations: migrationRepository(db),
    results: resultRepository(db),
    events: eventRepository(db),
    usage: usageRepository(db),
    billing: billingRepository(db),
    webhooks: webhookRepository(db, sealer),
    audit: auditRepository(db),
    idempotency: idempotencyRepository(db),
    identity: identityRepository(db),
    limits: limitRepository(db),
    jobs: jobRepository(db),
  };
}
export type Repositories = ReturnType<typeof repositoriesOn>;

export interface Store extends Repositories {
  readonly kind: DatabasePlace['kind'];
  readonly queue: JobQueue;
  /**
   * All or nothing. Inside, only the repositories that are handed in may be used: the embedded database has one session, and
   * a call of the outer ones would wait for the transaction that waits for it.
   */
  transaction<T>(work: (repositories: Repositories) => Promise<T>): Promise<T>;
  ping(): Promise<boolean>;
  close(): Promise<void>;
}

export async function openStore(place: DatabasePlace, sealer: Sealer): Promise<Result<Store, Diagnostic>> {
  const opened = await openDatabase(place);
  if (!opened.ok) return opened;
  const { database, kind, close } = opened.value;
  return ok({ ...repositoriesOn(database, sealer), ...rest(database, sealer), kind, close });
}

function rest(database: Database, sealer: Sealer): Pick<Store, 'queue' | 'transaction' | 'ping'> {
  return {
    queue: storeQueue(database),
    transaction: (work) => database.transaction((tx) => work(repositoriesOn(tx, sealer))),
    ping: () => ping(database),
  };
}
