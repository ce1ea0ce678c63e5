import { z } from 'zod';
import { count } from '../vocabulary.js';

const limit = z.number().nonnegative();

export const compareMapSchema = z
  .strictObject({
    tables: z
      .array(
        z.strictObject({
          left: z.string().describe('schema.table on the left.'),
          right: z.string().describe('schema.table on the right.'),
          columns: z.record(z.string(), z.string()).optional().describe('Name on the right by name on the left.'),
          key: z.array(z.string()).optional().describe('Columns of the left that identify a row.'),
          ignore: z.array(z.string()).optional(),
          tolerances: z
            .record(
              z.string(),
              z.strictObject({
                absolute: limit.optional().describe('In units of the number; of times in seconds.'),
                relative: limit.optional().describe('As a part of the larger value: 1e-9.'),
              }),
            )
            .optional()
            .describe('By column of the left.'),
        }),
      )
      .min(1),
  })
  .describe('datamigrate compare --map: which tables and columns stand for which.');
export type CompareMap = z.infer<typeof compareMapSchema>;

const summary = z.object({
  type: z.string().describe('Type in the database that compares.'),
  nulls: count,
  min: z.string().nullable(),
  max: z.string().nullable(),
});

const sample = z.object({
  kind: z.enum(['missing', 'extra', 'different']),
  values: z.array(
    z.object({
      column: z.string(),
      left: z.string().nullable().optional(),
      right: z.string().nullable().optional(),
    }),
  ),
});

const comparedTable = z.object({
  left: z.string(),
  right: z.string(),
  status: z.enum(['equal', 'different', 'not-run']).describe('not-run: nothing is known about the rows.'),
  rowsLeft: count,
  rowsRight: count,
  missing: count.describe('Rows of the left without a counterpart on the right.'),
  extra: count.describe('Rows of the right without a counterpart on the left.'),
  different: count.describe('Rows whose key is on both sides with other values; neither missing nor extra.'),
  key: z.array(z.string()),
  columns: z.array(
    z.object({
      name: z.string(),
      rightName: z.string(),
      isKey: z.boolean(),
      left: summary,
      right: summary,
      different: count,
    }),
  ),
  ignoredColumns: z.array(z.string()),
  onlyLeft: z.array(z.string()),
  onlyRight: z.array(z.string()),
  tolerances: z.array(
    z.object({
      column: z.string(),
      kind: z.enum(['declared', 'float', 'spelling', 'precision', 'type']),
      text: z.string(),
    }),
  ),
  samples: z.array(sample),
  issues: z.array(z.object({ code: z.string(), message: z.string() })),
});

export const compareReportSchema = z
  .object({
    schemaVersion: z.literal(1),
    left: z.string(),
    right: z.string(),
    totals: z.object({ tables: count, equal: count, different: count, notRun: count, rowsCompared: count }),
    tables: z.array(comparedTable),
    durationMs: count,
  })
  .describe('datamigrate compare --json: what is known about the rows of two databases.');
export type CompareReport = z.infer<typeof compareReportSchema>;
export type ComparedTable = CompareReport['tables'][number];
