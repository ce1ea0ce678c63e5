import { CursorInvalidError, sqlState } from '@datamigrate/store';
import { ApiProblem, problem } from './api-problem.js';

/** What fastify and its plugins throw, by their code. */
const TRANSLATED: Readonly<Record<string, (message: string) => ApiProblem>> = {
  FST_ERR_CTP_INVALID_JSON_BODY: (reason) => problem('api-json-malformed', { reason }),
  FST_ERR_CTP_EMPTY_JSON_BODY: () => problem('api-json-malformed', { reason: 'it is empty' }),
  FST_ERR_CTP_INVALID_MEDIA_TYPE: () =>
    problem('api-media-type', { type: 'this content type', expected: 'application/json' }),
  FST_ERR_CTP_BODY_TOO_LARGE: () => problem('api-body-too-large', { limit: 'as many bytes as the address allows' }),
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: (reason) => problem('api-request-malformed', { reason }),
  FST_REQ_FILE_TOO_LARGE: () => problem('api-body-too-large', { limit: '200 MB' }),
  FST_FILES_LIMIT: () => problem('api-body-too-large', { limit: '500 files' }),
  FST_PARTS_LIMIT: () => problem('api-body-too-large', { limit: '500 parts' }),
  FST_FIELDS_LIMIT: () => problem('api-body-too-large', { limit: '10 fields' }),
  FST_INVALID_MULTIPART_CONTENT_TYPE: () =>
    problem('api-media-type', { type: 'this form', expected: 'multipart/form-data' }),
  FST_PROTO_VIOLATION: () => problem('api-request-malformed', { reason: 'a part has a forbidden name' }),
  FST_UNDER_PRESSURE: () => problem('api-overloaded', { reason: 'busy' }, { retryAfterSeconds: 5 }),
};

const DISK = new Set(['ENOSPC', 'EROFS', 'EIO', 'EDQUOT', 'EMFILE', 'ENFILE']);
const LOST = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT']);

/** Any error as a problem; undefined for a fault of ours. */
export function problemOf(error: unknown): ApiProblem | undefined {
  if (error instanceof ApiProblem) return error;
  if (error instanceof CursorInvalidError) return problem('api-cursor-invalid', {});
  if (isStorageFailure(error)) return problem('api-storage-failed', {}, { retryAfterSeconds: 5 });
  if (!(error instanceof Error)) return undefined;
  const { code, statusCode } = error as Error & { code?: unknown; statusCode?: unknown };
  const translated = typeof code === 'string' ? TRANSLATED[code] : undefined;
  if (translated) return translated(error.message);
  if (statusCode === 413) return problem('api-body-too-large', { limit: 'as many bytes as the address allows' });
  if (typeof statusCode === 'number' && statusCode >= 400 && statusCode < 500) {
    return problem('api-request-malformed', { reason: error.message });
  }
  return isBrokenForm(error) ? problem('api-request-malformed', { reason: error.message }) : undefined;
}

/** The database is gone or the disk is full: nothing that the caller or our code did. */
function isStorageFailure(error: unknown): boolean {
  for (let at: unknown = error; at instanceof Error; at = at.cause) {
    const code = (at as NodeJS.ErrnoException).code;
    if (typeof code === 'string' && (DISK.has(code) || LOST.has(code))) return true;
    if (/Connection terminated|timeout exceeded when trying to connect|embedded database has ended/.test(at.message))
      return true;
  }
  const state = sqlState(error);
  return state !== undefined && /^(08|53|57P|58)/.test(state);
}

/** busboy has no codes. */
function isBrokenForm(error: Error): boolean {
  return /Unexpected end of (form|multipart)|Malformed (part|content)|Multipart: /i.test(error.message);
}
