import { z } from 'zod';
import { count, sourceKindSchema } from '../vocabulary.js';
import { sourceGapSchema } from './catalog-document.js';

/** The kinds of objects in the order in which an inventory shows them. */
export const INVENTORY_KINDS = [
  'schema',
  'table',
  'view',
  'procedure',
  'scalar-function',
  'inline-function',
  'table-function',
  'trigger',
  'alias-type',
  'table-type',
  'sequence',
  'synonym',
  'job',
] as const;
export type InventoryKind = (typeof INVENTORY_KINDS)[number];

export const inventorySchema = z
  .object({
    schemaVersion: z.literal(1),
    source: z.object({ kind: sourceKindSchema, database: z.string() }),
    objects: z.array(z.object({ kind: z.enum(INVENTORY_KINDS), count })),
    columns: count,
    rows: count.describe('That came with the source.'),
    reservedKilobytes: count.exactOptional().describe('Of all tables with their indexes, where a server says it.'),
    gaps: z.array(sourceGapSchema),
    file: z.string().exactOptional().describe('The catalog that was written.'),
    landed: z
      .object({ file: z.string(), tables: count, refused: count })
      .exactOptional()
      .describe('The DuckDB file with the rows, and how many tables it holds.'),
    durationMs: count,
  })
  .describe('What datamigrate extract has found (--json).');
export type Inventory = z.infer<typeof inventorySchema>;
