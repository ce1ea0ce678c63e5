import { API_PREFIX, apiRoutes, MAX_UPLOAD_BYTES, PROBLEMS, type Route } from '@datamigrate/contracts';
import { newId } from '@datamigrate/store';
import fastifyCookie from '@fastify/cookie';
import fastifyCors from '@fastify/cors';
import fastifyMultipart from '@fastify/multipart';
import fastifySwagger from '@fastify/swagger';
import fastifySwaggerUi from '@fastify/swagger-ui';
import fastify, { type FastifyBaseLogger, type FastifyInstance, type FastifyReply, LogController } from 'fastify';
import { openApiDocument } from '../openapi/document.js';
import { PROBLEM_TYPE, problem, problemDocument } from '../problems/api-problem.js';
import { problemOf } from '../problems/fastify-errors.js';
import type { Services } from '../services.js';
import { registerOperations } from './operations.js';
import { registerRoutes } from './register-routes.js';
import { securityHeaders } from './security-headers.js';
import { registerWebApp } from './web-app.js';

/** The whole service as one fastify application; it does not listen yet. */
export async function buildApp(services: Services, webFolder?: string): Promise<FastifyInstance> {
  const { settings, log } = services;
  const app: FastifyInstance = fastify({
    loggerInstance: log as FastifyBaseLogger,
    logController: new LogController({ disableRequestLogging: true }),
    trustProxy: settings.trustProxy,
    // Nothing logs through the request: a logger for each of them would be made for nothing.
    childLoggerFactory: (logger) => logger,
    requestIdHeader: false,
    genReqId: ({ headers }) => {
      const given = headers['x-request-id'];
      return typeof given === 'string' && /^[\w.-]{1,100}$/.test(given) ? given : newId('usage').slice(4);
    },
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
    void reply
      .code(PROBLEMS[found.code].status)
      .type(PROBLEM_TYPE)
      .send(JSON.stringify(problemDocument(found, request.id)));
  });
  app.addHook('onSend', async (request, reply) => {
    void reply.header('x-request-id', request.id);
    if (request.url.startsWith(API_PREFIX) && !reply.hasHeader('cache-control'))
      void reply.header('cache-control', 'no-store');
  });

  const security = await securityHeaders(settings);
  app.addHook('onRequest', async (_, reply) => {
    void reply.headers(security);
  });
  await app.register(fastifyCors, {
    origin: [...settings.allowedOrigins],
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
  });
  await app.register(fastifyCookie);
  await app.register(fastifyMultipart, {
    limits: { fileSize: MAX_UPLOAD_BYTES, files: 500, parts: 520, fields: 10, fieldSize: 5_000_000 },
  });

  const document = openApiDocument(settings.publicUrl);
  app.get('/openapi.json', async (_, reply) => reply.type('application/json').send(JSON.stringify(document)));
  await app.register(fastifySwagger, { mode: 'static', specification: { document: document as never } });
  await app.register(fastifySwaggerUi, { routePrefix: '/docs', staticCSP: true });

  registerOperations(app, services);
  registerRoutes(app, services);
  await registerWebApp(app, webFolder);
  return app;
}

/** Every route, for tests that go through all of them. */
export const allRoutes: readonly Route[] = Object.values(apiRoutes);
