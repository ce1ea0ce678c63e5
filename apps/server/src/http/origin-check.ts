import type { FastifyRequest } from 'fastify';
import { problem } from '../problems/api-problem.js';
import type { Settings } from '../settings/settings.js';
import { sessionToken } from './session-cookie.js';

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Another site can make a browser send our cookie, but not our Origin. So what changes something must name the service
 * itself, or an allowed origin, whenever a cookie could have been used. Sign-in counts: it sets one.
 */
export function checkOrigin(request: FastifyRequest, settings: Settings): void {
  if (SAFE.has(request.method) || request.headers.authorization !== undefined) return;
  const { origin } = request.headers;
  if (origin === undefined) {
    // Programs without cookies send none; browsers always do.
    if (sessionToken(request) === undefined) return;
    throw problem('api-origin-refused', { origin: 'nowhere (no Origin header)' });
  }
  if (isOwn(origin, request, settings)) return;
  throw problem('api-origin-refused', { origin: origin.slice(0, 200) });
}

function isOwn(origin: string, request: FastifyRequest, settings: Settings): boolean {
  if (origin === new URL(settings.publicUrl).origin || settings.allowedOrigins.includes(origin)) return true;
  // Reached by another name of the same address (localhost, 127.0.0.1): Host is not for other sites to choose.
  return origin === `${request.protocol}://${request.host}`;
}
