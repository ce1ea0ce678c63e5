import type { AuditEntry, InvoiceDetail, LEDGER_KINDS, WebhookEvent } from '@datamigrate/contracts';
import {
  boolean,
  index,
  integer,
  json,
  jsonb,
  pgTable,
  pgView,
  primaryKey,
  text,
  uniqueIndex,
} from 'drizzle-orm/pg-core';
import { createdAt, id, time } from './columns.js';
import { organisations } from './people.js';

const organisationId = () =>
  text('organisation_id')
    .notNull()
    .references(() => organisations.id, { onDelete: 'cascade' });

/**
 * Calls that were written together, by columns: a row for each, with its index, costs more than the call itself. What has a
 * value for each call is a list; what calls have in common stands once among the kinds.
 */
export const usageBatches = pgTable(
  'usage_batches',
  {
    id: text('id').notNull(),
    /** To look it up again would cost more than the row: no foreign key. */
    organisationId: text('organisation_id').notNull(),
    since: time('since').notNull(),
    until: time('until').notNull(),
    calls: integer('calls').notNull(),
    /** JSON, as are the ids of requests; the other lists are numbers with spaces between them. */
    kinds: json('kinds').notNull(),
    kind: text('kind').notNull(),
    milliseconds: text('milliseconds').notNull(),
    requestIds: json('request_ids').notNull(),
    /** Milliseconds after `since`. */
    later: text('later').notNull(),
  },
  (table) => [primaryKey({ columns: [table.organisationId, table.until, table.id] })],
);

/** A row for each call. */
export const usageLogs = pgView('usage_logs', {
  id: text('id').notNull(),
  organisationId: text('organisation_id').notNull(),
  keyId: text('key_id'),
  userId: text('user_id'),
  caller: text('caller'),
  operation: text('operation').notNull(),
  method: text('method').notNull(),
  status: integer('status').notNull(),
  milliseconds: integer('milliseconds').notNull(),
  requestId: text('request_id').notNull(),
  at: time('at').notNull(),
  batchId: text('batch_id').notNull(),
  batchSince: time('batch_since').notNull(),
  batchUntil: time('batch_until').notNull(),
}).existing();

/** Only grows: a trigger refuses changes. */
export const ledger = pgTable(
  'ledger',
  {
    id: id(),
    organisationId: text('organisation_id')
      .notNull()
      .references(() => organisations.id),
    at: time('at').notNull(),
    month: text('month').notNull(),
    kind: text('kind').$type<(typeof LEDGER_KINDS)[number]>().notNull(),
    text: text('text').notNull(),
    quantity: integer('quantity').notNull(),
    unitCents: integer('unit_cents').notNull(),
    cents: integer('cents').notNull(),
    migrationId: text('migration_id'),
    /** The same charge is entered once, however often it is tried. */
    dedupeKey: text('dedupe_key').notNull().unique(),
  },
  (table) => [index().on(table.organisationId, table.month)],
);

export const invoices = pgTable(
  'invoices',
  {
    id: id(),
    organisationId: organisationId(),
    number: text('number').notNull().unique(),
    month: text('month').notNull(),
    organisationName: text('organisation_name').notNull(),
    lines: jsonb('lines').$type<InvoiceDetail['lines']>().notNull(),
    totalCents: integer('total_cents').notNull(),
    issuedAt: time('issued_at').notNull(),
  },
  (table) => [uniqueIndex().on(table.organisationId, table.month)],
);

export const webhooks = pgTable(
  'webhooks',
  {
    id: id(),
    organisationId: organisationId(),
    url: text('url').notNull(),
    events: jsonb('events').$type<WebhookEvent[]>().notNull(),
    description: text('description').notNull(),
    enabled: boolean('enabled').notNull().default(true),
    sealedSecret: text('sealed_secret').notNull(),
    sealedPrevious: text('sealed_previous'),
    previousUntil: time('previous_until'),
    createdAt: createdAt(),
  },
  (table) => [index().on(table.organisationId)],
);

export const webhookDeliveries = pgTable(
  'webhook_deliveries',
  {
    id: id(),
    organisationId: organisationId(),
    webhookId: text('webhook_id')
      .notNull()
      .references(() => webhooks.id, { onDelete: 'cascade' }),
    event: text('event').$type<WebhookEvent>().notNull(),
    payload: text('payload').notNull(),
    state: text('state').$type<'waiting' | 'delivered' | 'failed'>().notNull(),
    attempts: integer('attempts').notNull().default(0),
    status: integer('status'),
    error: text('error'),
    createdAt: createdAt(),
    lastAttemptAt: time('last_attempt_at'),
    nextAttemptAt: time('next_attempt_at'),
  },
  (table) => [index().on(table.webhookId, table.createdAt)],
);

/** Only grows: a trigger refuses changes. */
export const auditLog = pgTable(
  'audit_log',
  {
    id: id(),
    organisationId: organisationId(),
    at: time('at').notNull(),
    action: text('action').notNull(),
    actorKind: text('actor_kind').$type<AuditEntry['actor']['kind']>().notNull(),
    actorId: text('actor_id'),
    actorName: text('actor_name').notNull(),
    subject: text('subject'),
    detail: jsonb('detail').$type<Record<string, unknown>>().notNull(),
    address: text('address'),
    requestId: text('request_id'),
  },
  (table) => [index().on(table.organisationId, table.at)],
);
