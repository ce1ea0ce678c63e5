import { z } from 'zod';

/** What a member of an organisation may do, most first. */
export const ROLES = ['owner', 'admin', 'engineer', 'viewer'] as const;
export const roleSchema = z.enum(ROLES);
export type Role = z.infer<typeof roleSchema>;

/** One permission. A route names the one that it needs; roles and API keys hold sets of them. */
export const SCOPES = [
  'migrations:read',
  'migrations:write',
  'projects:read',
  'projects:write',
  'connections:read',
  'connections:write',
  'members:read',
  'members:write',
  'keys:read',
  'keys:write',
  'usage:read',
  'billing:read',
  'billing:write',
  'webhooks:read',
  'webhooks:write',
  'audit:read',
  'organisation:write',
] as const;
export const scopeSchema = z.enum(SCOPES);
export type Scope = z.infer<typeof scopeSchema>;

const VIEWER: readonly Scope[] = ['migrations:read', 'projects:read', 'connections:read', 'members:read', 'usage:read'];
const ENGINEER: readonly Scope[] = [
  ...VIEWER,
  'migrations:write',
  'projects:write',
  'connections:write',
  'keys:read',
  'keys:write',
];
const ADMIN: readonly Scope[] = [
  ...ENGINEER,
  'members:write',
  'billing:read',
  'webhooks:read',
  'webhooks:write',
  'audit:read',
  'organisation:write',
];

/** The whole policy: what each role may do. */
export const ROLE_SCOPES: Readonly<Record<Role, readonly Scope[]>> = {
  viewer: VIEWER,
  engineer: ENGINEER,
  admin: ADMIN,
  owner: SCOPES,
};

/** What an API key may hold. Keys, members and money are for signed-in people. */
export const KEY_SCOPES = [
  'migrations:read',
  'migrations:write',
  'projects:read',
  'projects:write',
  'connections:read',
  'connections:write',
  'members:read',
  'usage:read',
  'billing:read',
  'webhooks:read',
  'webhooks:write',
  'audit:read',
] as const satisfies readonly Scope[];
export const keyScopeSchema = z.enum(KEY_SCOPES);
export type KeyScope = z.infer<typeof keyScopeSchema>;

/** The cookie of a session: HttpOnly, SameSite=Lax, Path=/, Secure when the service is reached by https. */
export const SESSION_COOKIE = 'dm_session';

/**
 * Rules for browsers. Requests are sent with `credentials: 'same-origin'`. Any request with the session cookie whose method
 * is not GET or HEAD must carry an Origin header of the service itself or of an allowed origin, otherwise
 * api-origin-refused; browsers add it by themselves. A session ends after 14 days, or after 2 days without a request;
 * api-not-signed-in then. Requests with `Authorization: Bearer mk_live_…` need no Origin and never use the cookie.
 */
export const SESSION_RULES = { maximumDays: 14, idleDays: 2 } as const;
