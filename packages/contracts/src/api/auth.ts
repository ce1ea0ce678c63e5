import { z } from 'zod';
import { roleSchema, scopeSchema } from './access.js';
import { emailSchema, idSchema, nameSchema, passwordSchema, timeSchema, tokenSchema } from './common.js';

export const userSchema = z.object({
  id: idSchema('user'),
  name: z.string(),
  email: z.string(),
  emailVerified: z.boolean(),
  createdAt: timeSchema,
});
export type User = z.infer<typeof userSchema>;

export const organisationSchema = z.object({
  id: idSchema('organisation'),
  name: z.string(),
  plan: z.string(),
  createdAt: timeSchema,
});
export type Organisation = z.infer<typeof organisationSchema>;

/** GET /auth/session, and the answer to everything that signs in. */
export const sessionSchema = z.object({
  user: userSchema,
  organisation: organisationSchema,
  role: roleSchema,
  scopes: z.array(scopeSchema).describe('What the person may do here: show and hide by it.'),
  organisations: z.array(z.object({ id: idSchema('organisation'), name: z.string(), role: roleSchema })),
  expiresAt: timeSchema,
});
export type Session = z.infer<typeof sessionSchema>;

/** Readable without signing in: what the first page needs to know. */
export const serviceSchema = z.object({
  name: z.string(),
  version: z.string(),
  needsOwner: z.boolean().describe('Nobody has an account yet: the printed one-time link makes the owner.'),
  registration: z.enum(['open', 'invitation']),
  demo: z.boolean(),
  maxUploadBytes: z.int(),
  acceptedFiles: z.array(z.string()).describe('Endings of file names, with the dot.'),
  samples: z.array(z.object({ name: z.string(), title: z.string(), description: z.string() })),
});
export type Service = z.infer<typeof serviceSchema>;

export const setupBody = z.strictObject({
  token: tokenSchema,
  name: nameSchema,
  email: emailSchema,
  password: passwordSchema,
  organisation: nameSchema,
});
export type SetupBody = z.infer<typeof setupBody>;
export const signUpBody = setupBody.omit({ token: true });
export type SignUpBody = z.infer<typeof signUpBody>;
export const signInBody = z.strictObject({ email: emailSchema, password: z.string().min(1).max(200) });
export type SignInBody = z.infer<typeof signInBody>;
export const tokenBody = z.strictObject({ token: tokenSchema });
export const forgotBody = z.strictObject({ email: emailSchema });
export const resetBody = z.strictObject({ token: tokenSchema, password: passwordSchema });
export const changePasswordBody = z.strictObject({ current: z.string().min(1).max(200), password: passwordSchema });
export const profileBody = z.strictObject({ name: nameSchema });
export const switchOrganisationBody = z.strictObject({ organisationId: idSchema('organisation') });
export const acceptInvitationBody = z
  .strictObject({ token: tokenSchema, name: nameSchema.optional(), password: passwordSchema.optional() })
  .describe('name and password for a person without an account; a signed-in person sends the token only.');

export const openSessionSchema = z.object({
  id: idSchema('session'),
  current: z.boolean(),
  userAgent: z.string().nullable(),
  createdAt: timeSchema,
  lastUsedAt: timeSchema,
  expiresAt: timeSchema,
});
export type OpenSession = z.infer<typeof openSessionSchema>;

export const invitationPreviewSchema = z.object({
  organisation: z.string(),
  email: z.string(),
  role: roleSchema,
  hasAccount: z.boolean(),
});
