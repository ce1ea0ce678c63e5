import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { hostResident } from '@datamigrate/agents';
import type { Diagnostic } from '@datamigrate/diagnostics';
import { ok, type Result } from '@datamigrate/foundation';
import { type DatabasePlace, openStore, readSecretKey, sealerWith, serviceScope } from '@datamigrate/store';
import type { Logger } from 'pino';
import { authenticator } from '../http/authenticate.js';
import { rateLimiter } from '../http/rate-limits.js';
import { usageRecorder } from '../http/usage-recorder.js';
import type { JobRunner } from '../jobs/job-runner.js';
import { localWaker } from '../jobs/waker.js';
import { documentCache } from '../live/document-cache.js';
import { eventHub } from '../live/event-hub.js';
import { serviceLog } from '../logging/service-log.js';
import { fileOutbox } from '../mail/file-outbox.js';
import { smtpMail } from '../mail/smtp.js';
import { createMetrics } from '../metrics.js';
import type { Services } from '../services.js';
import type { Settings } from '../settings/settings.js';
import { inspector } from '../worker/inspector.js';
import { environmentOfWorkers } from '../worker/start-worker.js';

export interface OpenServices extends Services {
  /** No new requests, no new jobs. */
  drain(): void;
  setRunner(runner: JobRunner): void;
  close(): Promise<void>;
}

const ALONE_POLL_MS = 5_000;
const SHARED_POLL_MS = 1_000;
/** How old an answer about a migration may be. */
const ALONE_DOCUMENT_MS = 1_000;
const SHARED_DOCUMENT_MS = 250;

/** Opens the store and all that handlers and jobs work with. `place` is for tests. */
export async function openServices(
  settings: Settings,
  {
    place,
    log = serviceLog(settings.logLevel),
    now = () => new Date(),
  }: { place?: DatabasePlace; log?: Logger; now?: () => Date } = {},
): Promise<Result<OpenServices, Diagnostic>> {
  await mkdir(settings.data, { recursive: true, mode: 0o700 });
  const key = await readSecretKey(settings.secretKey, join(settings.data, 'secret.key'));
  if (!key.ok) return key;
  const { databaseUrl } = settings;
  const ownPlace: DatabasePlace =
    databaseUrl === undefined
      ? { kind: 'directory', folder: join(settings.data, 'db') }
      : { kind: 'server', url: databaseUrl };
  const opened = await openStore(place ?? ownPlace, sealerWith(key.value));
  if (!opened.ok) return opened;
  const store = opened.value;
  const service = serviceScope('the service itself');
  const consumes = settings.role !== 'api';
  const waker = settings.redisUrl === undefined ? localWaker() : await openRedisWaker(settings.redisUrl, log, consumes);
  const documents = documentCache(store.kind === 'server' ? SHARED_DOCUMENT_MS : ALONE_DOCUMENT_MS);
  const hub = eventHub(store, store.kind === 'server' ? SHARED_POLL_MS : ALONE_POLL_MS, (id) => documents.forget(id));
  const mail =
    settings.smtpUrl === undefined
      ? fileOutbox(join(settings.data, 'outbox'), settings.mailFrom)
      : smtpMail(settings.smtpUrl, settings.mailFrom);
  const usage = usageRecorder(store, log);
  const rates = rateLimiter(store, service, now);
  const dbt = hostResident(environmentOfWorkers());
  const drainListeners = new Set<() => void>();
  let draining = false;
  let runner: JobRunner | undefined;
  return ok({
    settings,
    store,
    service,
    log,
    mail,
    hub,
    documents,
    waker,
    usage,
    inspector: inspector(log),
    dbt,
    authenticator: authenticator(store, service, now),
    rates,
    metrics: createMetrics(),
    now,
    get draining() {
      return draining;
    },
    onDrain(listener) {
      drainListeners.add(listener);
      return () => drainListeners.delete(listener);
    },
    cancelJob: (jobId) => runner?.cancelNow(jobId),
    setRunner(one) {
      runner = one;
    },
    drain() {
      draining = true;
      for (const listener of [...drainListeners]) listener();
    },
    async close() {
      await usage.flush();
      await rates.flush();
      hub.close();
      dbt.close();
      await waker.close();
      await mail.close();
      await store.close();
    },
  });
}

/** Loaded only where it is used: it is the slowest part of a start. */
async function openRedisWaker(url: string, log: Logger, consumes: boolean) {
  const { redisWaker } = await import('../jobs/redis-waker.js');
  return redisWaker(url, log, consumes);
}
