import { API_PREFIX, apiRoutes, PROBLEMS, type Route } from '@datamigrate/contracts';
import fastifyCors, { type FastifyCorsOptions } from '@fastify/cors';
import fastifySwagger from '@fastify/swagger';
import fastifySwaggerUi from '@fastify/swagger-ui';
import fastify, { type FastifyBaseLogger, type FastifyInstance, type FastifyReply, LogController } from 'fastify';
import { openApiDocument } from '../openapi/document.js';
import { PROBLEM_TYPE, problem, problemDocument } from '../problems/api-problem.js';
import { problemOf } from '../problems/fastify-errors.js';
import type { Services } from '../services.js';
import type { Settings } from '../settings/settings.js';
import { registerOperations } from './operations.js';
import { recordProblem, registerRoutes } from './register-routes.js';
import { requestId } from './request-ids.js';
import { securityHeaders } from './security-headers.js';
import { registerWebApp } from './web-app.js';

/** The whole service as one fastify application; it does not listen yet. */
export async function buildApp(services: Services, webFolder?: string): Promise<FastifyInstance> {
  const { settings, log } = services;
  const app: FastifyInstance = fastify({
    trustProxy: settings.trustProxy,
    // With a logger of its own fastify waits for the end of every answer.
    childLoggerFactory: () => log as FastifyBaseLogger,
    logController: new LogController({ disableRequestLogging: true }),
    requestIdHeader: false,
    genReqId: requestId,
    routerOptions: { maxParamLength: 1000, ignoreTrailingSlash: false },
    forceCloseConnections: true,
    requestTimeout: 0,
    // A slow sender must not hold a connection for ever.
    connectionTimeout: 0,
    keepAliveTimeout: 65_000,
    frameworkErrors: (error, request, answer) => {
      // Its type is that of a route without schemas, which this is.
      const reply = answer as unknown as FastifyReply;
      const found = problemOf(error) ?? problem('api-request-malformed', { reason: error.message });
      void reply
        .code(PROBLEMS[found.code].status)
        .type(PROBLEM_TYPE)
        .send(JSON.stringify(problemDocument(found, request.id)));
    },
  });

  app.removeContentTypeParser('text/plain');
  app.setErrorHandler((error, request, reply) => {
    let found = problemOf(error);
    if (found === undefined || found.code === 'api-storage-failed') {
      log.error({ err: error, requestId: request.id, operation: request.routeOptions.url }, 'a request failed');
    }
    found ??= problem('api-internal', {});
    const { retryAfterSeconds } = found.more;
    if (retryAfterSeconds !== undefined) void reply.header('retry-after', retryAfterSeconds);
    if (found.code === 'api-not-signed-in' || found.code === 'api-key-invalid')
      void reply.header('www-authenticate', 'Bearer');
    void reply.code(PROBLEMS[found.code].status);
    recordProblem(request, reply, services);
    void reply
      .type(PROBLEM_TYPE)
      .header('cache-control', 'no-store')
      .send(JSON.stringify(problemDocument(found, request.id)));
  });

  // Hooks of every request are paid with every request: few of them, none that waits.
  const security = await securityHeaders(settings);
  const ofData = { ...security.data, 'cache-control': 'no-store' };
  app.addHook('onRequest', (request, reply, done) => {
    void reply.headers(request.url.startsWith(API_PREFIX) ? ofData : security.pages).header('x-request-id', request.id);
    done();
  });
  // Without it no other site gets an answer that it may read.
  if (settings.allowedOrigins.length > 0) await app.register(fastifyCors, crossOrigin(settings));

  const document = openApiDocument(settings.publicUrl);
  app.get('/openapi.json', async (_, reply) => reply.type('application/json').send(JSON.stringify(document)));
  await app.register(fastifySwagger, { mode: 'static', specification: { document: document as never } });
  await app.register(fastifySwaggerUi, { routePrefix: '/docs', staticCSP: true });

  registerOperations(app, services);
  await registerRoutes(app, services, security);
  await registerWebApp(app, webFolder);
  return app;
}

function crossOrigin({ allowedOrigins }: Settings): FastifyCorsOptions {
  return {
    origin: [...allowedOrigins],
    credentials: true,
    methods: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'],
    exposedHeaders: [
      'location',
      'retry-after',
      'idempotent-replayed',
      'x-request-id',
      'x-ratelimit-limit',
      'x-ratelimit-remaining',
      'x-ratelimit-reset',
    ],
  };
}

/** Every route, for tests that go through all of them. */
export const allRoutes: readonly Route[] = Object.values(apiRoutes);
