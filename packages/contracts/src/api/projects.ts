import { z } from 'zod';
import { idSchema, NO_CONTROLS, nameSchema, timeSchema } from './common.js';

export const projectSchema = z.object({
  id: idSchema('project'),
  name: z.string(),
  description: z.string(),
  migrations: z.int(),
  createdAt: timeSchema,
  updatedAt: timeSchema,
});
export type Project = z.infer<typeof projectSchema>;
export const projectBody = z.strictObject({ name: nameSchema, description: z.string().max(2000).default('') });
export const changeProjectBody = z.strictObject({
  name: nameSchema.optional(),
  description: z.string().max(2000).optional(),
});

const hostSchema = z
  .string()
  .trim()
  .min(1)
  .max(253)
  .regex(/^[\w.:-]+$/, 'must be a host name or address');

export const connectionSettings = z.strictObject({
  host: hostSchema,
  port: z.int().min(1).max(65535).default(1433),
  database: z.string().min(1).max(128).regex(NO_CONTROLS),
  user: z.string().min(1).max(128).regex(NO_CONTROLS),
  password: z.string().min(1).max(500),
  encrypt: z.boolean().default(true),
  trustServerCertificate: z.boolean().default(false),
});
export type ConnectionSettings = z.infer<typeof connectionSettings>;

export const connectionSchema = connectionSettings
  .omit({ password: true })
  .extend({
    id: idSchema('connection'),
    name: z.string(),
    kind: z.literal('sqlserver'),
    createdAt: timeSchema,
    updatedAt: timeSchema,
    lastTest: z.object({ ok: z.boolean(), at: timeSchema, detail: z.string() }).nullable(),
  })
  .describe('The password is stored sealed and is never answered.');
export type Connection = z.infer<typeof connectionSchema>;

export const connectionBody = connectionSettings.extend({ name: nameSchema });
export type ConnectionBody = z.input<typeof connectionBody>;
export const changeConnectionBody = z
  .strictObject({
    name: nameSchema,
    host: hostSchema,
    port: z.int().min(1).max(65535),
    database: z.string().min(1).max(128).regex(NO_CONTROLS),
    user: z.string().min(1).max(128).regex(NO_CONTROLS),
    password: z.string().min(1).max(500),
    encrypt: z.boolean(),
    trustServerCertificate: z.boolean(),
  })
  .partial();

export const connectionTestSchema = z.object({
  ok: z.boolean(),
  server: z.string().nullable().describe('Version of the server.'),
  databases: z.array(z.string()),
  milliseconds: z.int(),
  detail: z.string(),
});
export type ConnectionTest = z.infer<typeof connectionTestSchema>;
