import { API_PREFIX, apiRoutes, type OperationId, type Route } from '@datamigrate/contracts';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { handlers } from '../handlers/handlers.js';
import { problem } from '../problems/api-problem.js';
import type { Services } from '../services.js';
import { type Caller, may } from './caller.js';
import { checked } from './check-request.js';
import { checkOrigin } from './origin-check.js';
import { type Handler, SENT } from './route-handler.js';

/** Of JSON bodies. Scripts as text may be long. */
const BODY_LIMIT = 25 * 1024 * 1024;

declare module 'fastify' {
  interface FastifyRequest {
    caller: Caller | undefined;
    startedAt: number;
  }
}

/** Every route of the contracts, with the handler of its name. */
export function registerRoutes(app: FastifyInstance, services: Services): void {
  app.decorateRequest('caller', undefined);
  app.decorateRequest('startedAt', 0);
  for (const [name, route] of Object.entries(apiRoutes) as [OperationId, Route][]) {
    register(app, route, handlers[name] as unknown as Handler<OperationId>, services);
  }
}

function register(app: FastifyInstance, route: Route, handler: Handler<OperationId>, services: Services): void {
  app.route({
    method: route.method,
    url: API_PREFIX + route.path,
    bodyLimit: BODY_LIMIT,
    // Before the body is read: who may not call, need not send.
    onRequest: async (request, reply) => {
      request.startedAt = performance.now();
      await admit(route, request, reply, services);
    },
    onResponse: async (request, reply) => record(route, request, reply, services),
    handler: async (request, reply) => {
      const { caller } = request;
      const params = route.params === undefined ? undefined : checked('path', route.params, request.params);
      const query = route.query === undefined ? undefined : checked('query', route.query, request.query);
      const isForm = route.multipart === true && request.isMultipart();
      const body = route.body === undefined || isForm ? undefined : checked('body', route.body, request.body);
      const call = { params, query, body, caller, scope: caller?.scope, services, request, reply };
      const answer: unknown = await handler(call as never);
      if (answer === SENT) return reply;
      if (reply.statusCode === 200) reply.code(route.status);
      if (route.medium === 'none') return reply.send();
      // Undeclared fields stay here.
      const text = JSON.stringify(route.response.parse(answer));
      return reply.type('application/json; charset=utf-8').send(text);
    },
  });
}

async function admit(route: Route, request: FastifyRequest, reply: FastifyReply, services: Services): Promise<void> {
  const { access } = route;
  if (services.draining) throw problem('api-overloaded', { reason: 'shutting down' }, { retryAfterSeconds: 10 });
  checkOrigin(request, services.settings);
  const caller = await services.authenticator.callerOf(request);
  request.caller = caller;
  if (caller) await services.rates.count(caller, reply);
  if (access === 'public') return;
  if (caller === undefined) throw problem('api-not-signed-in', {});
  if (access === 'session') {
    if (caller.kind !== 'user') throw problem('api-session-needed', {});
    return;
  }
  if (!may(caller, access)) throw problem('api-forbidden', { scope: access });
}

function record(route: Route, request: FastifyRequest, reply: FastifyReply, services: Services): void {
  const milliseconds = Math.round(performance.now() - request.startedAt);
  services.metrics.request(route.operationId, reply.statusCode, milliseconds);
  const { caller } = request;
  if (caller === undefined) return;
  const isKey = caller.kind === 'key';
  services.usage.add(caller.scope.organisationId, {
    keyId: isKey ? caller.id : null,
    userId: isKey ? null : caller.id,
    caller: caller.name,
    operation: route.operationId,
    method: route.method,
    status: reply.statusCode,
    milliseconds,
    requestId: request.id,
    at: services.now(),
  });
}
