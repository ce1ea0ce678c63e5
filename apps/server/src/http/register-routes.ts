import { API_PREFIX, apiRoutes, MAX_UPLOAD_BYTES, type OperationId, type Route } from '@datamigrate/contracts';
import fastifyMultipart from '@fastify/multipart';
import type { FastifyInstance, FastifyReply, FastifyRequest, onResponseHookHandler } from 'fastify';
import { handlers } from '../handlers/handlers.js';
import { problem } from '../problems/api-problem.js';
import type { Services } from '../services.js';
import { type Caller, may } from './caller.js';
import { checked } from './check-request.js';
import { endOfRound } from './end-of-round.js';
import { checkOrigin } from './origin-check.js';
import { type Handler, SENT, Written } from './route-handler.js';
import type { SecurityHeaders } from './security-headers.js';

/** Of JSON bodies. Scripts as text may be long. */
const BODY_LIMIT = 25 * 1024 * 1024;

declare module 'fastify' {
  interface FastifyRequest {
    caller: Caller | undefined;
    startedAt: number;
    receivedAt: Date;
  }
  interface FastifyContextConfig {
    route?: Route;
  }
}

/** Every route of the contracts, with the handler of its name. */
export async function registerRoutes(
  app: FastifyInstance,
  services: Services,
  { pages }: Pick<SecurityHeaders, 'pages'>,
): Promise<void> {
  app.decorateRequest('caller', undefined);
  app.decorateRequest('startedAt', 0);
  app.decorateRequest('receivedAt');
  const routes = Object.entries(apiRoutes) as [OperationId, Route][];
  const add = (scope: FastifyInstance, takesForms: boolean) => {
    for (const [name, route] of routes) {
      if ((route.multipart === true) !== takesForms) continue;
      // Few answers of the API are pages: invoices to print.
      const headers = route.medium === 'html' ? pages : undefined;
      register(scope, route, handlers[name] as unknown as Handler<OperationId>, services, headers);
    }
  };
  add(app, false);
  // In a scope of its own: its hooks run for all requests that they can see.
  await app.register(async (scope) => {
    await scope.register(fastifyMultipart, {
      limits: { fileSize: MAX_UPLOAD_BYTES, files: 500, parts: 520, fields: 10, fieldSize: 5_000_000 },
    });
    add(scope, true);
  });
}

function register(
  app: FastifyInstance,
  route: Route,
  handler: Handler<OperationId>,
  services: Services,
  headers: Readonly<Record<string, string>> | undefined,
): void {
  app.route({
    method: route.method,
    url: API_PREFIX + route.path,
    bodyLimit: BODY_LIMIT,
    // Before the body is read: who may not call, need not send. Most are known, so that nothing has to be waited for.
    onRequest: (request, reply, done) => {
      request.startedAt = performance.now();
      request.receivedAt = services.now();
      if (headers) void reply.headers(headers);
      const waiting = admit(route, request, reply, services);
      if (waiting === undefined) done();
      else waiting.then(() => done(), done);
    },
    config: { route },
    ...(isShort(route) ? {} : { onResponse: recordAtEnd(route, services) }),
    handler: async (request, reply) => {
      const { caller } = request;
      const params = route.params === undefined ? undefined : checked('path', route.params, request.params);
      const query = route.query === undefined ? undefined : checked('query', route.query, request.query);
      const isForm = route.multipart === true && request.isMultipart();
      const body = route.body === undefined || isForm ? undefined : checked('body', route.body, request.body);
      const call = { params, query, body, caller, scope: caller?.scope, services, request, reply };
      const answer: unknown = await handler(call as never);
      if (answer === SENT) {
        if (isShort(route)) record(route, request, reply, services);
        return reply;
      }
      if (reply.statusCode === 200) reply.code(route.status);
      if (route.medium === 'none') return reply.send();
      // Undeclared fields stay here.
      const text = answer instanceof Written ? answer.text : JSON.stringify(route.response.parse(answer));
      await endOfRound();
      if (isShort(route)) record(route, request, reply, services);
      return reply.header('content-type', 'application/json; charset=utf-8').send(text);
    },
  });
}

/** Throws a problem, at once or later, when the request may not go on. */
function admit(
  route: Route,
  request: FastifyRequest,
  reply: FastifyReply,
  services: Services,
): Promise<void> | undefined {
  if (services.draining) throw problem('api-overloaded', { reason: 'shutting down' }, { retryAfterSeconds: 10 });
  checkOrigin(request, services.settings);
  const caller = services.authenticator.callerOf(request);
  if (caller instanceof Promise) return caller.then((known) => admitCaller(route, known, request, reply, services));
  return admitCaller(route, caller, request, reply, services);
}

function admitCaller(
  route: Route,
  caller: Caller | undefined,
  request: FastifyRequest,
  reply: FastifyReply,
  services: Services,
): Promise<void> | undefined {
  request.caller = caller;
  const counted = caller && services.rates.count(caller, reply, request.receivedAt.getTime());
  if (counted) return counted.then(() => checkAccess(route, caller));
  checkAccess(route, caller);
  return undefined;
}

function checkAccess({ access }: Route, caller: Caller | undefined): void {
  if (access === 'public') return;
  if (caller === undefined) throw problem('api-not-signed-in', {});
  if (access === 'session') {
    if (caller.kind !== 'user') throw problem('api-session-needed', {});
    return;
  }
  if (!may(caller, access)) throw problem('api-forbidden', { scope: access });
}

/** What goes out in one piece is recorded when it goes: to wait until the network has it costs as much as the record. */
function isShort({ medium }: Route): boolean {
  return medium === 'json';
}

function recordAtEnd(route: Route, services: Services): onResponseHookHandler {
  return (request, reply, done) => {
    record(route, request, reply, services);
    done();
  };
}

/** A problem as the answer. */
export function recordProblem(request: FastifyRequest, reply: FastifyReply, services: Services): void {
  const { route } = request.routeOptions.config;
  if (route !== undefined && isShort(route)) record(route, request, reply, services);
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
    at: request.receivedAt,
  });
}
