import { z } from 'zod';
import { cents, dateSchema, idSchema, timeSchema } from './common.js';

const count = z.int().nonnegative();

export const PLAN_NAMES = ['free', 'pro', 'enterprise'] as const;
export const planNameSchema = z.enum(PLAN_NAMES);
export type PlanName = z.infer<typeof planNameSchema>;

export const billingPlanSchema = z.object({
  name: planNameSchema,
  title: z.string(),
  monthlyCents: cents,
  migrationsPerMonth: count.nullable().describe('null: unlimited.'),
  requestsPerHour: count.describe('For each API key.'),
  concurrentMigrations: count,
});
export type BillingPlan = z.infer<typeof billingPlanSchema>;

export const plansSchema = z.object({
  currency: z.literal('USD'),
  migrationCents: cents.describe('For each migration that finishes.'),
  modelCents: cents.describe('For each model of it.'),
  plans: z.array(billingPlanSchema),
});
export type Plans = z.infer<typeof plansSchema>;

export const usageQuery = z.object({ from: dateSchema.optional(), to: dateSchema.optional() });

export const usageSchema = z.object({
  from: dateSchema,
  to: dateSchema,
  plan: billingPlanSchema,
  month: z.object({ migrations: count, models: count, calls: count, cents }),
  days: z.array(z.object({ date: dateSchema, migrations: count, models: count, calls: count, cents })),
  keys: z.array(z.object({ keyId: z.string(), name: z.string(), calls: count })),
});
export type Usage = z.infer<typeof usageSchema>;

export const usageCallSchema = z.object({
  id: z.string(),
  at: timeSchema,
  by: z.string().nullable().describe('Name of the key or person.'),
  keyId: z.string().nullable(),
  operation: z.string(),
  method: z.string(),
  status: z.int(),
  milliseconds: z.int(),
  requestId: z.string(),
});
export type UsageCall = z.infer<typeof usageCallSchema>;

export const LEDGER_KINDS = ['plan', 'migration', 'models', 'credit'] as const;
export const ledgerEntrySchema = z.object({
  id: idSchema('ledger'),
  at: timeSchema,
  kind: z.enum(LEDGER_KINDS),
  text: z.string(),
  quantity: count,
  unitCents: cents,
  cents: cents.describe('quantity × unitCents.'),
  migrationId: z.string().nullable(),
  month: z.string().describe('YYYY-MM of the invoice it stands on.'),
});
export type LedgerEntry = z.infer<typeof ledgerEntrySchema>;

export const billingSchema = z.object({
  currency: z.literal('USD'),
  plan: billingPlanSchema,
  month: z.string(),
  monthCents: cents.describe('All entries of this month so far.'),
  migrations: count,
  models: count,
});
export type Billing = z.infer<typeof billingSchema>;
export const changePlanBody = z.strictObject({ plan: planNameSchema });

export const invoiceSchema = z.object({
  id: idSchema('invoice'),
  number: z.string(),
  month: z.string(),
  currency: z.literal('USD'),
  totalCents: cents,
  issuedAt: timeSchema,
});
export type Invoice = z.infer<typeof invoiceSchema>;
export const invoiceDetailSchema = invoiceSchema.extend({
  organisation: z.string(),
  lines: z.array(z.object({ kind: z.enum(LEDGER_KINDS), text: z.string(), quantity: count, unitCents: cents, cents })),
});
export type InvoiceDetail = z.infer<typeof invoiceDetailSchema>;
