import { z } from 'zod';

/**
 * Every problem that the service answers with, by its stable code: HTTP status and title. docs/issues/<code>.md explains
 * each. Bodies are application/problem+json (RFC 9457).
 */
export const PROBLEMS = {
  'api-body-invalid': { status: 422, title: 'The request does not fit its schema' },
  'api-json-malformed': { status: 400, title: 'The body is not JSON' },
  'api-request-malformed': { status: 400, title: 'The request cannot be read' },
  'api-media-type': { status: 415, title: 'The content type is not accepted' },
  'api-body-too-large': { status: 413, title: 'The upload is too large' },
  'api-not-signed-in': { status: 401, title: 'Sign in, or send an API key' },
  'api-key-invalid': { status: 401, title: 'The API key is not valid' },
  'api-credentials-wrong': { status: 401, title: 'E-mail address or password is wrong' },
  'api-forbidden': { status: 403, title: 'The role or key does not allow this' },
  'api-session-needed': { status: 403, title: 'Only a signed-in person may do this' },
  'api-origin-refused': { status: 403, title: 'The request comes from another site' },
  'api-not-found': { status: 404, title: 'There is no such thing' },
  'api-route-unknown': { status: 404, title: 'There is no such address' },
  'api-method-refused': { status: 405, title: 'The address does not take this method' },
  'api-conflict': { status: 409, title: 'The present state does not allow this' },
  'api-email-taken': { status: 409, title: 'The e-mail address has an account' },
  'api-last-owner': { status: 409, title: 'An organisation keeps one owner' },
  'api-not-at-checkpoint': { status: 409, title: 'The migration does not wait for an approval' },
  'api-not-resumable': { status: 409, title: 'The migration cannot be resumed' },
  'api-not-finished': { status: 409, title: 'The migration has no result yet' },
  'api-already-running': { status: 409, title: 'The migration is being worked on' },
  'api-idempotency-running': { status: 409, title: 'The first request with this Idempotency-Key still runs' },
  'api-idempotency-mismatch': { status: 422, title: 'The Idempotency-Key belongs to another request' },
  'api-token-invalid': { status: 422, title: 'The link is used up, expired or wrong' },
  'api-registration-closed': { status: 403, title: 'Registration is by invitation only' },
  'api-setup-done': { status: 409, title: 'The service has an owner already' },
  'api-cursor-invalid': { status: 422, title: 'The cursor is not one of this list' },
  'api-upload-empty': { status: 422, title: 'The upload holds nothing to migrate' },
  'api-archive-refused': { status: 422, title: 'The archive cannot be unpacked' },
  'api-source-unsupported': { status: 422, title: 'This kind of source cannot be migrated yet' },
  'api-connection-failed': { status: 422, title: 'The database cannot be reached' },
  'api-address-refused': { status: 422, title: 'The address is not allowed' },
  'api-limit-migrations': { status: 402, title: "The plan's migrations of this month are used up" },
  'api-rate-limited': { status: 429, title: 'Too many requests' },
  'api-sign-in-throttled': { status: 429, title: 'Too many attempts to sign in' },
  'api-overloaded': { status: 503, title: 'The service is busy or shutting down' },
  'api-storage-failed': { status: 503, title: 'The data of the service cannot be read or written' },
  'api-internal': { status: 500, title: 'Something went wrong inside datamigrate' },
} as const satisfies Record<string, { readonly status: number; readonly title: string }>;

export type ProblemCode = keyof typeof PROBLEMS;
export const PROBLEM_CODES = Object.keys(PROBLEMS) as [ProblemCode, ...ProblemCode[]];

export const problemSchema = z
  .object({
    type: z.string().describe('Address of the page that explains the code.'),
    title: z.string(),
    status: z.int(),
    detail: z.string().describe('What happened and what to do, for people.'),
    code: z.enum(PROBLEM_CODES),
    requestId: z.string(),
    errors: z
      .array(z.object({ pointer: z.string().describe('JSON pointer into the request.'), detail: z.string() }))
      .optional()
      .describe('For api-body-invalid: one entry for each fault.'),
    retryAfterSeconds: z.int().nonnegative().optional(),
  })
  .describe('application/problem+json (RFC 9457).');
export type Problem = z.infer<typeof problemSchema>;
