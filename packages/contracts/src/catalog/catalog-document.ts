import { z } from 'zod';
import { severitySchema, sourceKindSchema } from '../vocabulary.js';
import { agentJobSchema, moduleUsageSchema } from './operations.js';
import { sqlTypeSchema } from './sql-type.js';
import { linkedServerSchema, partitionFunctionSchema, partitionSchemeSchema, tableSizeSchema } from './storage.js';
import { columnSchema, qualifiedNameShape, tableSchema, uniqueKeySchema, wholeNumber } from './tables.js';

const moduleSchema = z.object({
  ...qualifiedNameShape,
  kind: z.enum(['view', 'procedure', 'scalar-function', 'inline-function', 'table-function', 'trigger']),
  definition: z.string().describe('The whole CREATE statement.'),
  ansiNulls: z.boolean(),
  quotedIdentifier: z.boolean(),
  on: z.object(qualifiedNameShape).exactOptional().describe('Of a trigger: its table or view.'),
  description: z.string().exactOptional(),
  origin: z.object({ file: z.string(), line: z.int().positive() }).exactOptional().describe('Where the text was read.'),
});

const catalogSchema = z.object({
  catalogVersion: z
    .union([z.literal(1), z.literal(2), z.literal(3)])
    .describe(
      '1 had no masks, sparse columns, versions, jobs or usage; 2 had no partitions, linked servers, sizes of tables or dependencies.',
    ),
  database: z.object({
    name: z.string(),
    collation: z.string(),
    compatibilityLevel: z.int(),
    language: z.string(),
    dateFirst: z.int().min(1).max(7),
    dateFormat: z.enum(['mdy', 'dmy', 'ymd', 'ydm', 'myd', 'dym']),
  }),
  schemas: z.array(z.string()),
  aliasTypes: z.array(z.object({ ...qualifiedNameShape, base: sqlTypeSchema, nullable: z.boolean() })),
  tableTypes: z.array(
    z.object({ ...qualifiedNameShape, columns: z.array(columnSchema), primaryKey: uniqueKeySchema.exactOptional() }),
  ),
  tables: z.array(tableSchema),
  modules: z.array(moduleSchema),
  synonyms: z.array(z.object({ ...qualifiedNameShape, target: z.string().describe('Up to four parts, as written.') })),
  sequences: z.array(
    z.object({ ...qualifiedNameShape, type: sqlTypeSchema, start: wholeNumber, increment: wholeNumber }),
  ),
  otherDatabases: z
    .array(z.string())
    .exactOptional()
    .describe('Other databases of the server whose objects are here too: their schemas are called Database.schema.'),
  jobs: z.array(agentJobSchema).exactOptional().describe('Jobs of SQL Server Agent that work in these databases.'),
  usage: z.array(moduleUsageSchema).exactOptional().describe('What the server has counted, by module.'),
  partitionFunctions: z.array(partitionFunctionSchema).exactOptional(),
  partitionSchemes: z.array(partitionSchemeSchema).exactOptional(),
  linkedServers: z.array(linkedServerSchema).exactOptional(),
  dependencies: z
    .array(z.object({ ...qualifiedNameShape, on: z.array(z.object(qualifiedNameShape)) }))
    .exactOptional()
    .describe('What the texts of modules name, of those that name anything.'),
  sizes: z.array(tableSizeSchema).exactOptional().describe('What the server holds of each table.'),
});

/** Something that a source says and that was not taken over. */
export const sourceGapSchema = z.object({
  code: z.string(),
  severity: severitySchema,
  message: z.string(),
  help: z.string().exactOptional(),
  object: z.string().exactOptional(),
  file: z.string().exactOptional(),
  line: z.int().positive().exactOptional(),
  column: z.int().positive().exactOptional(),
});
export type SourceGap = z.infer<typeof sourceGapSchema>;

export const catalogDocumentSchema = z
  .object({
    schemaVersion: z.literal(1),
    source: z.object({ kind: sourceKindSchema, database: z.string() }),
    catalog: catalogSchema,
    gaps: z.array(sourceGapSchema),
  })
  .describe('A database without its rows: what datamigrate extract writes and datamigrate migrate reads.');
export type CatalogDocument = z.infer<typeof catalogDocumentSchema>;
