import type { z } from 'zod';
import type { Scope } from './access.js';
import type { ProblemCode } from './problems.js';

/**
 * Who may call a route. public: anybody. session: any signed-in person, about themselves. Otherwise a scope: a signed-in
 * person whose role has it, or an API key that holds it. What belongs to another organisation is api-not-found.
 */
export type Access = 'public' | 'session' | Scope;

/** What an answer is when it is no JSON. */
export type Medium = 'json' | 'event-stream' | 'zip' | 'csv' | 'html' | 'none';

export interface Route {
  readonly operationId: string;
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Below API_PREFIX; parameters as :name. */
  readonly path: string;
  readonly tag: string;
  readonly summary: string;
  readonly access: Access;
  readonly params?: z.ZodObject;
  readonly query?: z.ZodObject;
  readonly body?: z.ZodType;
  /** Besides JSON, the body may be multipart/form-data with parts `file` and `options`. */
  readonly multipart?: true;
  readonly status: 200 | 201 | 202 | 204;
  readonly medium: Medium;
  readonly response: z.ZodType;
  /** Beside those that every route may answer with (see COMMON_PROBLEMS). */
  readonly problems: readonly ProblemCode[];
  /** Whether an Idempotency-Key header makes a repeated request harmless. */
  readonly idempotent?: true;
}

export const API_PREFIX = '/api/v1';

export const COMMON_PROBLEMS = [
  'api-request-malformed',
  'api-json-malformed',
  'api-body-invalid',
  'api-media-type',
  'api-body-too-large',
  'api-rate-limited',
  'api-overloaded',
  'api-storage-failed',
  'api-internal',
] as const satisfies readonly ProblemCode[];

/** Of every route that is not public. */
export const MEMBER_PROBLEMS = [
  'api-not-signed-in',
  'api-key-invalid',
  'api-forbidden',
  'api-session-needed',
  'api-origin-refused',
] as const satisfies readonly ProblemCode[];

/** Every code that a route may answer with. */
export function problemsOf(route: Route): ProblemCode[] {
  const member = route.access === 'public' ? ['api-origin-refused' as const] : MEMBER_PROBLEMS;
  const found = route.params === undefined ? [] : ['api-not-found' as const];
  return [...new Set([...COMMON_PROBLEMS, ...member, ...found, ...route.problems])];
}

/** The address of a route with its parameters filled in: `/api/v1/migrations/mig_…`. */
export function routePath(route: Pick<Route, 'path'>, params: Readonly<Record<string, string>> = {}): string {
  return API_PREFIX + route.path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(params[name] ?? ''));
}
