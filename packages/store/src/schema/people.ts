import type { KeyScope, Role } from '@datamigrate/contracts';
import { boolean, index, integer, jsonb, pgTable, primaryKey, text, uniqueIndex } from 'drizzle-orm/pg-core';
import { createdAt, id, time, updatedAt } from './columns.js';

export const plans = pgTable('plans', {
  name: text('name').primaryKey(),
  title: text('title').notNull(),
  position: integer('position').notNull(),
  monthlyCents: integer('monthly_cents').notNull(),
  migrationsPerMonth: integer('migrations_per_month'),
  requestsPerHour: integer('requests_per_hour').notNull(),
  concurrentMigrations: integer('concurrent_migrations').notNull(),
  migrationCents: integer('migration_cents').notNull(),
  modelCents: integer('model_cents').notNull(),
});

export const organisations = pgTable('organisations', {
  id: id(),
  name: text('name').notNull(),
  plan: text('plan')
    .notNull()
    .references(() => plans.name),
  createdAt: createdAt(),
});

export const users = pgTable('users', {
  id: id(),
  name: text('name').notNull(),
  email: text('email').notNull().unique(),
  passwordHash: text('password_hash').notNull(),
  emailVerifiedAt: time('email_verified_at'),
  createdAt: createdAt(),
});

export const memberships = pgTable(
  'memberships',
  {
    organisationId: text('organisation_id')
      .notNull()
      .references(() => organisations.id, { onDelete: 'cascade' }),
    userId: text('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    role: text('role').$type<Role>().notNull(),
    createdAt: createdAt(),
  },
  (table) => [primaryKey({ columns: [table.organisationId, table.userId] }), index().on(table.userId)],
);

export const invitations = pgTable(
  'invitations',
  {
    id: id(),
    organisationId: text('organisation_id')
      .notNull()
      .references(() => organisations.id, { onDelete: 'cascade' }),
    email: text('email').notNull(),
    role: text('role').$type<Role>().notNull(),
    tokenHash: text('token_hash').notNull().unique(),
    createdAt: createdAt(),
    expiresAt: time('expires_at').notNull(),
  },
  (table) => [uniqueIndex().on(table.organisationId, table.email)],
);

export const sessions = pgTable(
  'sessions',
  {
    id: id(),
    userId: text('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    organisationId: text('organisation_id')
      .notNull()
      .references(() => organisations.id, { onDelete: 'cascade' }),
    tokenHash: text('token_hash').notNull().unique(),
    userAgent: text('user_agent'),
    createdAt: createdAt(),
    lastUsedAt: time('last_used_at').notNull().defaultNow(),
    expiresAt: time('expires_at').notNull(),
  },
  (table) => [index().on(table.userId)],
);

/** Links that are sent by mail, and the link of the first start. Only their hash is kept. */
export const mailTokens = pgTable('mail_tokens', {
  tokenHash: text('token_hash').primaryKey(),
  userId: text('user_id').references(() => users.id, { onDelete: 'cascade' }),
  purpose: text('purpose').$type<'setup' | 'verify' | 'reset'>().notNull(),
  expiresAt: time('expires_at').notNull(),
});

/** Failed attempts to sign in, by address and by account. */
export const throttles = pgTable('throttles', {
  bucket: text('bucket').primaryKey(),
  count: integer('count').notNull(),
  windowStart: time('window_start').notNull(),
});

export const apiKeys = pgTable(
  'api_keys',
  {
    id: id(),
    organisationId: text('organisation_id')
      .notNull()
      .references(() => organisations.id, { onDelete: 'cascade' }),
    name: text('name').notNull(),
    secretHash: text('secret_hash').notNull(),
    previousHash: text('previous_hash'),
    previousUntil: time('previous_until'),
    hint: text('hint').notNull(),
    scopes: jsonb('scopes').$type<KeyScope[]>().notNull(),
    createdBy: text('created_by').references(() => users.id, { onDelete: 'set null' }),
    createdAt: createdAt(),
    expiresAt: time('expires_at'),
    lastUsedAt: time('last_used_at'),
    revokedAt: time('revoked_at'),
  },
  (table) => [index().on(table.organisationId)],
);

/** Requests of a key within the hour. */
export const rateWindows = pgTable(
  'rate_windows',
  { bucket: text('bucket').notNull(), hour: time('hour').notNull(), count: integer('count').notNull() },
  (table) => [primaryKey({ columns: [table.bucket, table.hour] })],
);

export const projects = pgTable(
  'projects',
  {
    id: id(),
    organisationId: text('organisation_id')
      .notNull()
      .references(() => organisations.id, { onDelete: 'cascade' }),
    name: text('name').notNull(),
    description: text('description').notNull(),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (table) => [uniqueIndex().on(table.organisationId, table.name)],
);

export interface StoredConnection {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
  readonly encrypt: boolean;
  readonly trustServerCertificate: boolean;
}

export const connections = pgTable(
  'connections',
  {
    id: id(),
    organisationId: text('organisation_id')
      .notNull()
      .references(() => organisations.id, { onDelete: 'cascade' }),
    name: text('name').notNull(),
    settings: jsonb('settings').$type<StoredConnection>().notNull(),
    /** AES-256-GCM, see secrets/seal.ts. */
    sealedPassword: text('sealed_password').notNull(),
    lastTestOk: boolean('last_test_ok'),
    lastTestAt: time('last_test_at'),
    lastTestDetail: text('last_test_detail'),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (table) => [uniqueIndex().on(table.organisationId, table.name)],
);
