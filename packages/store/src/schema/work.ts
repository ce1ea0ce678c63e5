import type {
  Checkpoint,
  Fidelity,
  Migration,
  MigrationEvent,
  MigrationState,
  ObjectClass,
  ObjectKind,
  ReportObject,
  StatementTotals,
  TraceLine,
  Verdict,
} from '@datamigrate/contracts';
import { boolean, index, integer, jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { big, createdAt, id, time, updatedAt } from './columns.js';
import { organisations, projects, users } from './people.js';

export const migrations = pgTable(
  'migrations',
  {
    id: id(),
    organisationId: text('organisation_id')
      .notNull()
      .references(() => organisations.id, { onDelete: 'cascade' }),
    projectId: text('project_id').references(() => projects.id, { onDelete: 'set null' }),
    name: text('name').notNull(),
    state: text('state').$type<MigrationState>().notNull(),
    checkpoint: text('checkpoint').$type<Checkpoint>(),
    source: jsonb('source').$type<Migration['source']>().notNull(),
    options: jsonb('options').$type<Migration['options']>().notNull(),
    target: text('target').$type<Migration['target']>().notNull(),
    database: text('database'),
    objectsTotal: integer('objects_total').notNull().default(0),
    objectsDone: integer('objects_done').notNull().default(0),
    agents: jsonb('agents').$type<Migration['agents']>().notNull(),
    verdicts: jsonb('verdicts').$type<Migration['verdicts']>().notNull(),
    totals: jsonb('totals').$type<Migration['totals']>(),
    failure: jsonb('failure').$type<Migration['failure']>(),
    attempts: integer('attempts').notNull().default(0),
    lastEvent: integer('last_event').notNull().default(0),
    /** How far .datamigrate/events.jsonl has been read, in bytes. */
    eventsOffset: big('events_offset').notNull().default(0),
    createdBy: text('created_by').references(() => users.id, { onDelete: 'set null' }),
    createdAt: createdAt(),
    startedAt: time('started_at'),
    finishedAt: time('finished_at'),
    updatedAt: updatedAt(),
  },
  (table) => [
    index().on(table.organisationId, table.createdAt),
    index().on(table.organisationId, table.state),
    index().on(table.organisationId, table.updatedAt),
  ],
);

const ofMigration = () => ({
  migrationId: text('migration_id')
    .notNull()
    .references(() => migrations.id, { onDelete: 'cascade' }),
  organisationId: text('organisation_id')
    .notNull()
    .references(() => organisations.id, { onDelete: 'cascade' }),
});

export const migrationObjects = pgTable(
  'migration_objects',
  {
    ...ofMigration(),
    object: text('object').notNull(),
    kind: text('kind').$type<ObjectKind>().notNull(),
    class: text('class').$type<ObjectClass>().notNull(),
    status: text('status').$type<'waiting' | 'running' | 'done'>().notNull(),
    verdict: text('verdict').$type<Verdict>(),
    fidelity: text('fidelity').$type<Fidelity>(),
    models: jsonb('models').$type<string[]>().notNull(),
    statements: jsonb('statements').$type<StatementTotals>(),
    issues: integer('issues').notNull().default(0),
    assumptions: integer('assumptions').notNull().default(0),
    rowsCompared: big('rows_compared').notNull().default(0),
    reason: text('reason'),
    dependsOn: jsonb('depends_on').$type<string[]>().notNull(),
    /** Evidence, issues and assumptions, from the report; before it is made, what is known, and the statements. */
    detail: jsonb('detail').$type<
      Pick<ReportObject, 'evidence' | 'issues' | 'assumptions'> & { trace?: TraceLine[] }
    >(),
  },
  (table) => [primaryKey({ columns: [table.migrationId, table.object] })],
);

export const modelFiles = pgTable(
  'model_files',
  {
    ...ofMigration(),
    path: text('path').notNull(),
    bytes: big('bytes').notNull(),
    sha256: text('sha256').notNull(),
    /** Set for models only. */
    model: text('model'),
    object: text('object'),
    layer: text('layer'),
    materialized: text('materialized'),
    tableName: text('table_name'),
    body: text('body'),
  },
  (table) => [primaryKey({ columns: [table.migrationId, table.path] })],
);

export const events = pgTable(
  'events',
  {
    ...ofMigration(),
    number: integer('number').notNull(),
    at: time('at').notNull(),
    data: jsonb('data').$type<MigrationEvent['data']>().notNull(),
  },
  (table) => [primaryKey({ columns: [table.migrationId, table.number] })],
);

export const JOB_STATES = ['waiting', 'running', 'done', 'failed', 'cancelled'] as const;
export type JobState = (typeof JOB_STATES)[number];

export const jobs = pgTable(
  'jobs',
  {
    id: id(),
    /** null: of the service itself. */
    organisationId: text('organisation_id').references(() => organisations.id, { onDelete: 'cascade' }),
    kind: text('kind').notNull(),
    payload: jsonb('payload').$type<Record<string, unknown>>().notNull(),
    state: text('state').$type<JobState>().notNull(),
    priority: integer('priority').notNull().default(0),
    runAt: time('run_at').notNull(),
    attempts: integer('attempts').notNull().default(0),
    maxAttempts: integer('max_attempts').notNull().default(5),
    /** At most one waiting or running job has it. */
    dedupeKey: text('dedupe_key').unique(),
    leaseOwner: text('lease_owner'),
    leaseUntil: time('lease_until'),
    cancelRequested: boolean('cancel_requested').notNull().default(false),
    lastError: text('last_error'),
    createdAt: createdAt(),
    finishedAt: time('finished_at'),
  },
  (table) => [
    index('jobs_claim').on(table.state, table.runAt),
    index('jobs_running').on(table.organisationId, table.kind, table.state),
  ],
);

export const recurring = pgTable('recurring', { name: text('name').primaryKey(), nextAt: time('next_at').notNull() });

export const idempotency = pgTable(
  'idempotency',
  {
    organisationId: text('organisation_id')
      .notNull()
      .references(() => organisations.id, { onDelete: 'cascade' }),
    key: text('key').notNull(),
    requestHash: text('request_hash').notNull(),
    /** null while the first request runs. */
    status: integer('status'),
    body: text('body'),
    location: text('location'),
    createdAt: createdAt(),
  },
  (table) => [primaryKey({ columns: [table.organisationId, table.key] })],
);
