import { z } from 'zod';
import { reportTotalsSchema } from '../documents/report.js';
import { agentSchema, checkpointSchema, count, severitySchema, targetSchema, verdictSchema } from '../vocabulary.js';
import { cents, idSchema, nameSchema, pageQuery, timeSchema } from './common.js';

/**
 * queued → running → succeeded | failed | cancelled; running → waiting (at a checkpoint) → queued (approved).
 * cancelled and failed → queued (resumed).
 */
export const MIGRATION_STATES = ['queued', 'running', 'waiting', 'succeeded', 'failed', 'cancelled'] as const;
export const migrationStateSchema = z.enum(MIGRATION_STATES);
export type MigrationState = z.infer<typeof migrationStateSchema>;

/** As the options of a server's address: `sales.*`, `*.Order`, `Customer` (which is dbo's). */
const patterns = z
  .array(
    z
      .string()
      .min(1)
      .max(300)
      .regex(/^[^,]+$/),
  )
  .max(500)
  .default([]);
const names = z.array(z.string().min(1).max(300)).max(1000);
export const migrationOptions = z.strictObject({
  name: nameSchema.optional().describe('Default: the name of the first file, sample or database.'),
  projectId: idSchema('project').optional(),
  target: targetSchema.default('duckdb'),
  checkpoints: z.array(checkpointSchema).default([]).describe('Where to wait for an approval.'),
  select: names.default([]).describe('Only these objects (as dbt: +name, name+, schema.*); empty: all.'),
  exclude: names.default([]),
});
export type MigrationOptions = z.input<typeof migrationOptions>;

/**
 * JSON body of POST /migrations. Files are sent as multipart/form-data instead: one or more parts `file`
 * (.sql, .zip of scripts, .dacpac, .bacpac, .json catalog) and a part `options` with migrationOptions as JSON.
 */
export const createMigrationBody = migrationOptions.extend({
  source: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('sample'), name: z.string().max(100) }),
    z.strictObject({
      kind: z.literal('connection'),
      connectionId: idSchema('connection'),
      include: patterns.describe('Only these objects are read (sales.*, Customer); empty: all.'),
      exclude: patterns.describe('These objects are not read.'),
      rows: z.int().min(1).max(1_000_000_000).optional().describe('So many rows of each table at most.'),
    }),
    z.strictObject({
      kind: z.literal('script'),
      text: z.string().min(1).max(20_000_000).describe('T-SQL as one script.'),
      fileName: z
        .string()
        .regex(/^[\w][\w .-]{0,99}\.sql$/)
        .default('script.sql'),
    }),
    z.strictObject({ kind: z.literal('catalog'), catalog: z.record(z.string(), z.unknown()) }),
  ]),
});
export type CreateMigrationBody = z.input<typeof createMigrationBody>;
export const FILE_ENDINGS = ['.sql', '.zip', '.dacpac', '.bacpac', '.json'] as const;
export const MAX_UPLOAD_BYTES = 200 * 1024 * 1024;

export const migrationSchema = z.object({
  id: idSchema('migration'),
  name: z.string(),
  projectId: z.string().nullable(),
  state: migrationStateSchema,
  checkpoint: checkpointSchema.nullable().describe('While waiting: where.'),
  source: z.object({
    kind: z.enum(['files', 'sample', 'connection', 'script', 'catalog']),
    name: z.string(),
    files: count,
    bytes: count,
    connection: z
      .object({
        id: z.string(),
        include: z.array(z.string()),
        exclude: z.array(z.string()),
        rows: count.nullable(),
      })
      .optional()
      .describe('Of kind connection: what is read from the server.'),
  }),
  database: z.string().nullable().describe('Known after the assessment.'),
  target: targetSchema,
  options: z.object({
    checkpoints: z.array(checkpointSchema),
    select: z.array(z.string()),
    exclude: z.array(z.string()),
  }),
  progress: z.object({
    objects: count.describe('0 until the plan is made.'),
    done: count,
    share: z.number().min(0).max(1).describe('For a bar; 1 when succeeded.'),
  }),
  agents: z.array(z.object({ agent: agentSchema, status: z.enum(['waiting', 'running', 'done', 'failed']) })),
  verdicts: z.partialRecord(verdictSchema, count).describe('Objects on each rung, as far as is known.'),
  totals: reportTotalsSchema.nullable().describe('From the report, once there is one.'),
  failure: z.object({ code: z.string(), message: z.string(), help: z.string().nullable() }).nullable(),
  attempts: count.describe('How many workers have worked on it.'),
  createdBy: z.string().nullable(),
  createdAt: timeSchema,
  startedAt: timeSchema.nullable(),
  finishedAt: timeSchema.nullable(),
  updatedAt: timeSchema,
});
export type Migration = z.infer<typeof migrationSchema>;

export const MIGRATION_SORTS = ['-createdAt', 'createdAt', 'name', '-name', '-updatedAt', 'state'] as const;
export const listMigrationsQuery = pageQuery.extend({
  state: z
    .union([migrationStateSchema, z.array(migrationStateSchema)])
    .optional()
    .describe('May be repeated.'),
  projectId: idSchema('project').optional(),
  search: z.string().max(200).optional().describe('Part of the name or database.'),
  sort: z.enum(MIGRATION_SORTS).default('-createdAt'),
});
export type ListMigrationsQuery = z.input<typeof listMigrationsQuery>;

export const estimateSchema = z.object({
  files: count,
  tables: count,
  views: count,
  procedures: count,
  functions: count,
  models: count.describe('Upper estimate: one for each table, view and written table.'),
  cents,
  migrationCents: cents,
  modelCents: cents,
});
export type Estimate = z.infer<typeof estimateSchema>;

export const changeMigrationBody = z.strictObject({
  name: nameSchema.optional(),
  projectId: idSchema('project').nullable().optional(),
});

export const dashboardSchema = z.object({
  migrations: z.object({
    total: count,
    byState: z.record(migrationStateSchema, count),
    successShare: z.number().min(0).max(1).nullable().describe('succeeded ÷ (succeeded + failed).'),
  }),
  objects: z.object({ total: count, equal: count, refused: count }),
  models: count,
  rowsCompared: count,
  month: z.object({ migrations: count, limit: count.nullable(), cents }),
  recent: z.array(migrationSchema),
});
export type Dashboard = z.infer<typeof dashboardSchema>;

/** One line of the log of a migration, numbered from 1 without gaps. */
export const migrationEventSchema = z.object({
  id: z.int().positive(),
  at: timeSchema,
  data: z.discriminatedUnion('kind', [
    z.object({
      kind: z.literal('state'),
      state: migrationStateSchema,
      checkpoint: checkpointSchema.nullable(),
      text: z.string(),
    }),
    z.object({ kind: z.literal('stage'), agent: agentSchema, text: z.string() }),
    z
      .object({
        kind: z.literal('converted'),
        id: z.string(),
        verdict: verdictSchema,
        models: z.array(z.string()),
        text: z.string(),
      })
      .describe('An object has its models, or is refused. They can be looked at; they are not compared yet.'),
    z.object({
      kind: z.literal('object'),
      id: z.string(),
      index: z.int().positive(),
      total: z.int().positive(),
      verdict: verdictSchema,
      text: z.string(),
    }),
    z.object({ kind: z.literal('note'), level: severitySchema, text: z.string() }),
  ]),
});
export type MigrationEvent = z.infer<typeof migrationEventSchema>;

/**
 * GET /migrations/:id/events is text/event-stream. Every frame has `id: <number>`, `event: <data.kind>` and `data: <a
 * MigrationEvent as JSON>`. `Last-Event-ID` (or ?after=) sends what came after it. A comment keeps the connection open every
 * 15 s. After a state of succeeded, failed or cancelled the server sends `event: end` and closes; do not connect again
 * then. With `Accept: application/json` the same events come as a page.
 */
export const eventsQuery = z.object({
  after: z.coerce.number().int().min(0).optional(),
  limit: z.coerce.number().int().min(1).max(5000).default(1000).describe('For pages only.'),
});
export const eventPageSchema = z.object({
  data: z.array(migrationEventSchema),
  lastId: count,
  hasMore: z.boolean(),
});

export const approveBody = z.strictObject({
  checkpoint: checkpointSchema.describe('The one that the caller has seen; another one is a conflict.'),
  plan: z.string().max(10_000_000).optional().describe('plan.yml as it shall be, when it was edited.'),
});
export type ApproveBody = z.infer<typeof approveBody>;
