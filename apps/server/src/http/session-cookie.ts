import { SESSION_COOKIE } from '@datamigrate/contracts';
import { fastifyCookie } from '@fastify/cookie';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Settings } from '../settings/settings.js';

// Without the hooks of the plugin: the one cookie that there is, is read and written in a few places only.

/** What the browser sent, if anything. */
export function sessionToken({ headers: { cookie } }: Pick<FastifyRequest, 'headers'>): string | undefined {
  const token = cookie === undefined ? undefined : fastifyCookie.parse(cookie)[SESSION_COOKIE];
  return token === undefined || token === '' || token.length > 200 ? undefined : token;
}

export function setSessionCookie(reply: FastifyReply, settings: Settings, token: string, expires: Date): void {
  const secure = settings.publicUrl.startsWith('https:');
  const options = { path: '/', httpOnly: true, sameSite: 'lax', secure, expires } as const;
  void reply.header('set-cookie', fastifyCookie.serialize(SESSION_COOKIE, token, options));
}

export function clearSessionCookie(reply: FastifyReply): void {
  const options = { path: '/', sameSite: 'lax', expires: new Date(0), maxAge: 0 } as const;
  void reply.header('set-cookie', fastifyCookie.serialize(SESSION_COOKIE, '', options));
}
