import { ROLE_SCOPES, SESSION_RULES, type Session } from '@datamigrate/contracts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { organisationDocument, userDocument } from '../handlers/documents.js';
import { setSessionCookie } from '../http/session-cookie.js';
import { problem } from '../problems/api-problem.js';
import type { Services } from '../services.js';
import { hashOf, newToken } from './secrets.js';

const DAY = 86_400_000;

/** Starts a session in one of the person's organisations, and answers with it. */
export async function startSession(
  services: Services,
  request: FastifyRequest,
  reply: FastifyReply,
  userId: string,
  organisationId: string,
): Promise<Session> {
  const { store, service, settings } = services;
  const { token, hash } = newToken();
  const expiresAt = new Date(services.now().getTime() + SESSION_RULES.maximumDays * DAY);
  const userAgent = request.headers['user-agent']?.slice(0, 300) ?? null;
  await store.identity.createSession(service, {
    userId,
    organisationId,
    tokenHash: hash,
    userAgent,
    expiresAt,
    lastUsedAt: services.now(),
  });
  setSessionCookie(reply, settings, token, expiresAt);
  return sessionDocument(services, hashOf(token));
}

export async function sessionDocument(services: Services, tokenHash: string): Promise<Session> {
  const { store, service } = services;
  const found = await store.identity.findSession(service, tokenHash);
  if (found === undefined) throw problem('api-not-signed-in', {});
  const organisations = await store.identity.membershipsOf(service, found.user.id);
  return {
    user: userDocument(found.user),
    organisation: organisationDocument(found.organisation),
    role: found.role,
    scopes: [...ROLE_SCOPES[found.role]],
    organisations,
    expiresAt: found.session.expiresAt.toISOString(),
  };
}
