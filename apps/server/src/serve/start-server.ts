import type { AddressInfo } from 'node:net';
import type { Diagnostic } from '@datamigrate/diagnostics';
import { err, ok, type Result } from '@datamigrate/foundation';
import type { FastifyInstance } from 'fastify';
import { serveDiagnostics } from '../diagnostics.js';
import { buildApp } from '../http/build-app.js';
import { setupLink } from '../identity/links.js';
import { startJobRunner } from '../jobs/job-runner.js';
import { runMigrationJob } from '../jobs/migration-job.js';
import { runTask, startRecurring, TASK_KIND } from '../jobs/recurring.js';
import { runWebhookJob } from '../jobs/webhook-job.js';
import { hostInUrl, type Settings } from '../settings/settings.js';
import { type DemoAccount, prepareDemo } from './demo.js';
import { type OpenServices, openServices } from './open-services.js';

export interface RunningServer {
  readonly url: string;
  /** Makes the owner; only while nobody has an account. */
  readonly setupLink: string | undefined;
  readonly demo: DemoAccount | undefined;
  readonly services: OpenServices;
  /** Readiness first, then jobs, then connections, then the store. */
  stop(): Promise<void>;
}

const WORKS = { migration: runMigrationJob, webhook: runWebhookJob, [TASK_KIND]: runTask };

export async function startServer(
  settings: Settings,
  given?: Parameters<typeof openServices>[1],
): Promise<Result<RunningServer, Diagnostic>> {
  const opened = await openServices(settings, given);
  if (!opened.ok) return opened;
  const services = opened.value;
  let app: FastifyInstance | undefined;
  try {
    app = settings.role === 'worker' ? undefined : await buildApp(services);
    if (app) await app.listen({ host: settings.host, port: settings.port });
  } catch (error) {
    await services.close();
    const { host, port } = settings;
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    return err(
      serveDiagnostics.create('serve-address-taken', {
        host,
        port,
        reason: code === 'EADDRINUSE' ? 'it is in use' : message,
      }),
    );
  }
  const stopWork = settings.role === 'api' ? async () => {} : startWork(services);
  const demo = settings.demo ? await prepareDemo(services) : undefined;
  const hasUsers = (await services.store.identity.countUsers(services.service)) > 0;
  const { port } = (app?.server.address() as AddressInfo | null | undefined) ?? { port: settings.port };
  return ok({
    url: `http://${hostInUrl(settings.host)}:${port}`,
    setupLink: hasUsers || app === undefined ? undefined : await setupLink(services),
    demo,
    services,
    async stop() {
      services.drain();
      await stopWork();
      await app?.close();
      await services.close();
    },
  });
}

/** Long work has few slots, short work has its own. */
function startWork(services: OpenServices): () => Promise<void> {
  const runner = startJobRunner(services, WORKS, [
    { kinds: ['migration'], slots: services.settings.workers },
    { kinds: ['webhook', TASK_KIND], slots: 2 },
  ]);
  services.setRunner(runner);
  const stopRecurring = startRecurring(services);
  return async () => {
    stopRecurring();
    await runner.stop();
  };
}
