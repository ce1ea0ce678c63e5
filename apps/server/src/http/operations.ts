import { timingSafeEqual } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import type { Services } from '../services.js';

/** For whoever runs the service: does it live, may it get requests, what does it measure. */
export function registerOperations(app: FastifyInstance, services: Services): void {
  app.get('/healthz', async () => ({ status: 'ok' }));

  app.get('/readyz', async (_, reply) => {
    const database = await services.store.ping();
    const isReady = database && !services.draining;
    return reply
      .code(isReady ? 200 : 503)
      .send({ status: isReady ? 'ready' : 'not-ready', database, draining: services.draining });
  });

  app.get('/metrics', async (request, reply) => {
    if (!mayRead(request.headers.authorization, request.ip, services.settings.metricsToken))
      return reply.code(404).send();
    services.metrics.jobs(await services.store.jobs.countByState(services.service));
    return reply.type(services.metrics.contentType).send(await services.metrics.text());
  });
}

/** With a token for those who send it; without one from this computer only. */
function mayRead(header: string | undefined, address: string, token: string | undefined): boolean {
  if (token === undefined) return ['127.0.0.1', '::1', '::ffff:127.0.0.1'].includes(address);
  const [sent, expected] = [Buffer.from(header ?? ''), Buffer.from(`Bearer ${token}`)];
  return sent.length === expected.length && timingSafeEqual(sent, expected);
}
