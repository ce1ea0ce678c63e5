import { z } from 'zod';
import { keyScopeSchema, roleSchema } from './access.js';
import { emailSchema, idSchema, nameSchema, timeSchema } from './common.js';

export const memberSchema = z.object({
  userId: idSchema('user'),
  name: z.string(),
  email: z.string(),
  emailVerified: z.boolean(),
  role: roleSchema,
  joinedAt: timeSchema,
  lastSeenAt: timeSchema.nullable(),
});
export type Member = z.infer<typeof memberSchema>;

export const changeMemberBody = z.strictObject({ role: roleSchema });

export const invitationSchema = z.object({
  id: idSchema('invitation'),
  email: z.string(),
  role: roleSchema,
  createdAt: timeSchema,
  expiresAt: timeSchema,
});
export type Invitation = z.infer<typeof invitationSchema>;
export const inviteBody = z.strictObject({ email: emailSchema, role: roleSchema });

export const changeOrganisationBody = z.strictObject({ name: nameSchema });

export const apiKeySchema = z.object({
  id: idSchema('key'),
  name: z.string(),
  hint: z.string().describe('First and last characters: mk_live_01j…x9f2.'),
  scopes: z.array(keyScopeSchema),
  createdBy: z.string().nullable().describe('Name of the person.'),
  createdAt: timeSchema,
  expiresAt: timeSchema.nullable(),
  lastUsedAt: timeSchema.nullable(),
  revokedAt: timeSchema.nullable(),
  state: z.enum(['active', 'expired', 'revoked']),
});
export type ApiKey = z.infer<typeof apiKeySchema>;

export const newApiKeySchema = apiKeySchema.extend({
  secret: z.string().describe('The whole key. It is shown this once and cannot be read again.'),
});
export type NewApiKey = z.infer<typeof newApiKeySchema>;

export const createKeyBody = z.strictObject({
  name: nameSchema,
  scopes: z.array(keyScopeSchema).min(1),
  expiresInDays: z.int().min(1).max(3650).nullable().default(90),
});
export type CreateKeyBody = z.input<typeof createKeyBody>;
export const rotateKeyBody = z.strictObject({
  overlapHours: z.int().min(0).max(168).default(24).describe('How long the old secret works on.'),
});
