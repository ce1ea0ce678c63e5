import { z } from 'zod';

/** Prefixes of ids. What follows is 26 characters of Crockford's base 32, sortable by time of making. */
export const ID_PREFIXES = {
  organisation: 'org',
  user: 'usr',
  session: 'ses',
  key: 'key',
  invitation: 'ivt',
  project: 'prj',
  connection: 'con',
  migration: 'mig',
  job: 'job',
  webhook: 'whk',
  delivery: 'dlv',
  invoice: 'inv',
  ledger: 'led',
  usage: 'use',
  audit: 'aud',
} as const;
export type IdKind = keyof typeof ID_PREFIXES;

export function idSchema(kind: IdKind) {
  return z
    .string()
    .regex(
      new RegExp(`^${ID_PREFIXES[kind]}_[0-9a-hjkmnp-tv-z]{26}$`),
      `must be an id that starts with ${ID_PREFIXES[kind]}_`,
    );
}

/** RFC 3339 in UTC. */
export const timeSchema = z.iso.datetime();
export const dateSchema = z.iso.date();
export const cents = z.int().describe('Integer US cents.');
/** No NUL: neither database can store one. */
export const NO_CONTROLS = /^[^\u0000-\u001f\u007f]*$/;
export const nameSchema = z.string().trim().min(1).max(120).regex(NO_CONTROLS, 'must not hold control characters');
export const emailSchema = z.email().max(254).toLowerCase();
export const passwordSchema = z.string().min(10).max(200).describe('At least 10 characters.');
export const tokenSchema = z
  .string()
  .min(20)
  .max(200)
  .regex(/^[\w-]+$/);

export const pageQuery = z.object({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(500).optional().describe('nextCursor of the page before.'),
});

/** Lists: in the documented order, continued by a cursor. */
export function pageOf<T extends z.ZodType>(item: T) {
  return z.object({ data: z.array(item), nextCursor: z.string().nullable(), hasMore: z.boolean() });
}
export interface Page<T> {
  readonly data: readonly T[];
  readonly nextCursor: string | null;
  readonly hasMore: boolean;
}

/** Answers without content: 204. */
export const noContent = z.undefined();
