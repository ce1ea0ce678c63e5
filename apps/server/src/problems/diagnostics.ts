import type { ProblemCode } from '@datamigrate/contracts';
import { defineDiagnostics } from '@datamigrate/diagnostics';

/** What the API answers when it does not do what was asked. Status and title of each stand in the contracts. */
export const apiDiagnostics = defineDiagnostics({
  'api-body-invalid': { severity: 'error', message: 'The {part} of the request is not as described: {fault}.' },
  'api-json-malformed': { severity: 'error', message: 'The body is not JSON: {reason}.' },
  'api-request-malformed': { severity: 'error', message: 'The request cannot be read: {reason}.' },
  'api-media-type': { severity: 'error', message: 'This address does not take {type}.', help: 'Send {expected}.' },
  'api-body-too-large': { severity: 'error', message: 'At most {limit} are taken at once.' },
  'api-not-signed-in': {
    severity: 'error',
    message: 'Nobody is signed in.',
    help: 'Sign in, or send an API key as "Authorization: Bearer mk_live_…".',
  },
  'api-key-invalid': {
    severity: 'error',
    message: 'The API key is unknown, revoked or expired.',
    help: 'Make a new one.',
  },
  'api-credentials-wrong': { severity: 'error', message: 'E-mail address or password is wrong.' },
  'api-forbidden': {
    severity: 'error',
    message: 'This needs the permission {scope}.',
    help: 'Ask an admin of your organisation.',
  },
  'api-session-needed': { severity: 'error', message: 'An API key cannot do this; a person who is signed in can.' },
  'api-origin-refused': {
    severity: 'error',
    message: 'A request with the session cookie came from {origin}.',
    help: 'Use an API key for other programs, or allow the origin with DATAMIGRATE_ALLOWED_ORIGINS.',
  },
  'api-not-found': { severity: 'error', message: 'There is no such {what} here.' },
  'api-route-unknown': {
    severity: 'error',
    message: 'There is nothing at {path}.',
    help: '/docs lists all addresses.',
  },
  'api-method-refused': { severity: 'error', message: '{path} does not take {method}.' },
  'api-conflict': { severity: 'error', message: '{reason}.' },
  'api-email-taken': {
    severity: 'error',
    message: '{email} has an account already.',
    help: 'Sign in, or reset the password.',
  },
  'api-last-owner': {
    severity: 'error',
    message: 'This is the only owner.',
    help: 'Make somebody else an owner first.',
  },
  'api-not-at-checkpoint': {
    severity: 'error',
    message: 'The migration is {state}; it does not wait at "{checkpoint}".',
  },
  'api-not-resumable': {
    severity: 'error',
    message: 'The migration is {state}; only cancelled and failed ones are resumed.',
  },
  'api-not-finished': { severity: 'error', message: 'The migration is {state}; there is no {what} yet.' },
  'api-already-running': { severity: 'error', message: 'The migration is {state}.', help: 'Cancel it first.' },
  'api-idempotency-running': {
    severity: 'error',
    message: 'The first request with this Idempotency-Key is not answered yet.',
  },
  'api-idempotency-mismatch': {
    severity: 'error',
    message: 'This Idempotency-Key was sent with another request before.',
    help: 'Use a new key for a new request.',
  },
  'api-token-invalid': { severity: 'error', message: 'The link was used already, has expired, or is not complete.' },
  'api-registration-closed': {
    severity: 'error',
    message: 'This service is by invitation.',
    help: 'Ask its owner to invite you.',
  },
  'api-setup-done': {
    severity: 'error',
    message: 'The service has an owner.',
    help: 'Sign in, or ask for an invitation.',
  },
  'api-cursor-invalid': {
    severity: 'error',
    message: 'The cursor is not one of this list and order.',
    help: 'Start again without it.',
  },
  'api-upload-empty': {
    severity: 'error',
    message: '{reason}.',
    help: 'Send at least one file that defines tables or procedures.',
  },
  'api-archive-refused': { severity: 'error', message: '{file} was not unpacked: {reason}.' },
  'api-source-unsupported': { severity: 'error', message: '{what} cannot be migrated.', help: '{help}' },
  'api-connection-failed': { severity: 'error', message: 'The database cannot be reached: {reason}.' },
  'api-address-refused': { severity: 'error', message: '{address} is not an address on the public internet.' },
  'api-limit-migrations': {
    severity: 'error',
    message: 'The plan {plan} allows {limit} migrations a month; all are used.',
    help: 'Change the plan, or wait for the next month.',
  },
  'api-rate-limited': { severity: 'error', message: 'More than {limit} requests {period}.', help: 'Wait {seconds} s.' },
  'api-sign-in-throttled': {
    severity: 'error',
    message: 'Too many attempts.',
    help: 'Wait {seconds} s, then try again.',
  },
  'api-overloaded': { severity: 'error', message: 'The service is {reason}.', help: 'Try again in a few seconds.' },
  'api-storage-failed': { severity: 'error', message: 'Data of the service cannot be read or written at the moment.' },
  'api-internal': {
    severity: 'error',
    message: 'Something went wrong inside datamigrate.',
    help: 'The log of the service has the details under the id of this request.',
  },
});

/** A problem without a text, or a text without a problem, does not compile. */
export const everyProblem: Record<ProblemCode, unknown> = apiDiagnostics.definitions;
export const noOther: Record<keyof typeof apiDiagnostics.definitions, unknown> = {} as Record<ProblemCode, unknown>;
