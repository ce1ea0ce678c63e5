import { randomBytes } from 'node:crypto';
import { newId, organisationScope } from '@datamigrate/store';
import { newAccount } from '../handlers/new-account.js';
import { jobOf } from '../handlers/start-migration.js';
import { hashPassword } from '../identity/passwords.js';
import { announce } from '../jobs/announce.js';
import { migrationFolder } from '../jobs/migration-folders.js';
import { WAITING_AGENTS } from '../jobs/migration-progress.js';
import type { Services } from '../services.js';
import { receiveSample, uploadFolder } from '../uploads/received-source.js';
import { SAMPLES } from '../uploads/samples.js';

export interface DemoAccount {
  readonly email: string;
  /** Undefined when the account was made by an earlier start. */
  readonly password: string | undefined;
}

const EMAIL = 'owner@demo.datamigrate.local';

/** An owner to look around with, and the sample migrated in the background. Only on the first start. */
export async function prepareDemo(services: Services): Promise<DemoAccount> {
  const { store, service, settings } = services;
  if ((await store.identity.countUsers(service)) > 0) return { email: EMAIL, password: undefined };
  const password = randomBytes(9).toString('base64url');
  const passwordHash = await hashPassword(password);
  const account = { name: 'Demo Owner', email: EMAIL, passwordHash, organisation: 'Harbor Trading' };
  const { organisationId, userId } = await newAccount(services, account, { plan: 'pro', verified: true });
  const [sample] = SAMPLES;
  if (sample) {
    const scope = organisationScope(organisationId);
    const id = newId('migration');
    const source = await receiveSample(sample, uploadFolder(settings.data));
    await source.moveTo(migrationFolder(settings.data, id).source);
    await store.transaction(async (tx) => {
      const made = await tx.migrations.create(scope, {
        id,
        name: sample.title,
        projectId: null,
        source: source.description,
        options: { checkpoints: [], select: [], exclude: [] },
        target: 'duckdb',
        agents: WAITING_AGENTS,
        createdBy: userId,
      });
      await announce(tx, service, scope, made, 'Queued');
      await tx.jobs.enqueue(service, jobOf(organisationId, id));
    });
    services.waker.wake();
  }
  return { email: EMAIL, password };
}
