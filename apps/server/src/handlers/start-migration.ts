import { createHash } from 'node:crypto';
import type { CheckedBodyOf, Migration } from '@datamigrate/contracts';
import { migrationOptions } from '@datamigrate/contracts';
import { newId } from '@datamigrate/store';
import { personOf } from '../http/caller.js';
import { checked } from '../http/check-request.js';
import type { Call } from '../http/route-handler.js';
import { announce } from '../jobs/announce.js';
import { migrationFolder } from '../jobs/migration-folders.js';
import { WAITING_AGENTS } from '../jobs/migration-progress.js';
import { problem } from '../problems/api-problem.js';
import { receiveConnection } from '../uploads/connection-source.js';
import {
  type ReceivedSource,
  receiveCatalog,
  receiveForm,
  receiveSample,
  receiveScript,
  uploadFolder,
} from '../uploads/received-source.js';
import { SAMPLES } from '../uploads/samples.js';
import { audit } from './audit-trail.js';
import { migrationDocument } from './documents.js';

type Options = Omit<CheckedBodyOf<'createMigration'>, 'source'>;
type UploadCall = Pick<Call<'createMigration'>, 'body' | 'services' | 'request' | 'scope' | 'caller'>;

export interface Asked {
  readonly source: ReceivedSource;
  readonly options: Options;
  /** Of the whole request. */
  readonly hash: string;
}

/** What the request brings, from a form or from JSON, on the disk and counted. */
export async function receiveSource(call: UploadCall): Promise<Asked> {
  const { body, services, request } = call;
  const folder = uploadFolder(services.settings.data);
  if (body === undefined) {
    const source = await receiveForm(request, folder);
    try {
      const options = checked('body', migrationOptions, jsonOf(source.options));
      return { source, options, hash: hashOf(source.hash, options) };
    } catch (error) {
      await source.discard();
      throw error;
    }
  }
  const { source: asked, ...options } = body;
  const source = await fromJson(asked, folder, call);
  return { source, options, hash: hashOf(asked.kind, source.hash, options) };
}

async function fromJson(
  asked: CheckedBodyOf<'createMigration'>['source'],
  folder: string,
  call: UploadCall,
): Promise<ReceivedSource> {
  switch (asked.kind) {
    case 'script':
      return receiveScript(asked.text, asked.fileName, folder);
    case 'sample': {
      const sample = SAMPLES.find(({ name }) => name === asked.name);
      if (sample === undefined) throw problem('api-not-found', { what: 'sample' });
      return receiveSample(sample, folder);
    }
    case 'connection':
      return receiveConnection(asked, call);
    case 'catalog':
      return receiveCatalog(asked.catalog, folder);
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw problem('api-json-malformed', {
      reason: `part "options": ${error instanceof Error ? error.message : 'unknown fault'}`,
    });
  }
}

function hashOf(...parts: readonly unknown[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}

/** Makes the migration and its job, if the plan allows one more this month. */
export async function startMigration(call: Call<'createMigration'>, { source, options }: Asked): Promise<Migration> {
  const { services, scope, caller } = call;
  const { store, service, settings } = services;
  const id = newId('migration');
  const folder = migrationFolder(settings.data, id);
  const { projectId = null, name = nameOf(source), target, checkpoints, select, exclude } = options;
  await source.moveTo(folder.source);
  const row = await store.transaction(async (tx) => {
    // Two requests at once must not both take the last one of the month.
    await tx.organisation.lock(scope);
    const plan = await tx.organisation.plan(scope);
    const limit = plan.migrationsPerMonth;
    if (limit !== null && (await tx.migrations.countSince(scope, startOfMonth(services.now()))) >= limit) {
      throw problem('api-limit-migrations', { plan: plan.title, limit });
    }
    if (projectId !== null && (await tx.projects.find(scope, projectId)) === undefined) {
      throw problem('api-not-found', { what: 'project' });
    }
    const made = await tx.migrations.create(scope, {
      id,
      name,
      projectId,
      source: source.description,
      options: { checkpoints, select, exclude },
      target,
      agents: WAITING_AGENTS,
      createdBy: personOf(caller),
    });
    await announce(tx, service, scope, made, 'Queued');
    await tx.jobs.enqueue(service, jobOf(scope.organisationId, id));
    await audit(tx, call, 'migration.created', id, { name });
    return made;
  });
  services.waker.wake();
  return migrationDocument(row);
}

export function jobOf(organisationId: string, migrationId: string, more: Record<string, unknown> = {}) {
  return {
    kind: 'migration',
    organisationId,
    payload: { migrationId, ...more },
    maxAttempts: 100,
    dedupeKey: migrationJobKey(migrationId),
  };
}

export const migrationJobKey = (migrationId: string) => `migration:${migrationId}`;

function nameOf({ description: { name, kind, files } }: ReceivedSource): string {
  const plain = name.replace(/\.\w+$/, '');
  return kind === 'files' && files > 1 ? `${plain} and ${files - 1} more` : plain;
}

export function startOfMonth(now: Date): Date {
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), 1));
}
