import type { Problem } from '@datamigrate/contracts';
import type { z } from 'zod';
import { problem } from '../problems/api-problem.js';

/** A part of the request as its schema has it, or a problem that names every fault. */
export function checked<S extends z.ZodType>(part: 'path' | 'query' | 'body', schema: S, value: unknown): z.output<S> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  // An id of another form belongs to nothing that exists.
  if (part === 'path') throw problem('api-not-found', { what: 'thing' });
  const errors: NonNullable<Problem['errors']> = parsed.error.issues.slice(0, 50).map(({ path, message }) => ({
    pointer: path.map((key) => `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`).join(''),
    detail: message,
  }));
  const [first] = errors;
  const fault = first ? `${first.pointer === '' ? 'all of it' : first.pointer}: ${first.detail}` : 'it is not valid';
  throw problem('api-body-invalid', { part, fault }, { errors });
}
