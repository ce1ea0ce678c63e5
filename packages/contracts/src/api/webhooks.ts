import { z } from 'zod';
import { idSchema, NO_CONTROLS, timeSchema } from './common.js';

export const WEBHOOK_EVENTS = [
  'migration.started',
  'migration.waiting',
  'migration.succeeded',
  'migration.failed',
  'migration.cancelled',
  'webhook.test',
] as const;
export const webhookEventSchema = z.enum(WEBHOOK_EVENTS);
export type WebhookEvent = z.infer<typeof webhookEventSchema>;

export const webhookSchema = z.object({
  id: idSchema('webhook'),
  url: z.string(),
  events: z.array(webhookEventSchema),
  description: z.string(),
  enabled: z.boolean(),
  createdAt: timeSchema,
  lastDelivery: z.object({ at: timeSchema, ok: z.boolean(), status: z.int().nullable() }).nullable(),
});
export type Webhook = z.infer<typeof webhookSchema>;
export const newWebhookSchema = webhookSchema.extend({
  secret: z.string().describe('whsec_…: for checking signatures. Shown this once.'),
});
export type NewWebhook = z.infer<typeof newWebhookSchema>;

const urlSchema = z.url({ protocol: /^https?$/ }).max(2000);
export const webhookBody = z.strictObject({
  url: urlSchema,
  events: z.array(webhookEventSchema).min(1),
  description: z.string().max(500).regex(NO_CONTROLS).default(''),
});
export const changeWebhookBody = z
  .strictObject({
    url: urlSchema,
    events: z.array(webhookEventSchema).min(1),
    description: z.string().max(500).regex(NO_CONTROLS),
    enabled: z.boolean(),
  })
  .partial();

export const deliverySchema = z.object({
  id: idSchema('delivery'),
  event: webhookEventSchema,
  state: z.enum(['waiting', 'delivered', 'failed']),
  attempts: z.int(),
  status: z.int().nullable().describe('HTTP status of the last attempt.'),
  error: z.string().nullable(),
  createdAt: timeSchema,
  lastAttemptAt: timeSchema.nullable(),
  nextAttemptAt: timeSchema.nullable(),
});
export type Delivery = z.infer<typeof deliverySchema>;

/**
 * What is posted. Header `datamigrate-signature: t=<unix seconds>,v1=<hex>` where v1 is the HMAC-SHA-256 of `<t>.<raw body>`
 * with the secret; during a rotation there are two v1. Receivers refuse a t older than five minutes.
 */
export const webhookPayloadSchema = z.object({
  id: z.string(),
  type: webhookEventSchema,
  created: timeSchema,
  apiVersion: z.literal('v1'),
  data: z.object({ object: z.record(z.string(), z.unknown()) }),
});
export const WEBHOOK_SIGNATURE_HEADER = 'datamigrate-signature';

export const auditQuery = z.object({
  action: z.string().max(80).optional().describe('The action or its first part: key, key.created.'),
  actor: z.string().max(80).optional().describe('Id of a user or key.'),
});
export const auditEntrySchema = z.object({
  id: z.string(),
  at: timeSchema,
  action: z.string().describe('key.created, member.role-changed, migration.created …'),
  actor: z.object({ kind: z.enum(['user', 'key', 'service']), id: z.string().nullable(), name: z.string() }),
  subject: z.string().nullable().describe('Id of what it was done to.'),
  detail: z.record(z.string(), z.unknown()),
  address: z.string().nullable(),
  requestId: z.string().nullable(),
});
export type AuditEntry = z.infer<typeof auditEntrySchema>;
