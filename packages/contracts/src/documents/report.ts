import { z } from 'zod';
import {
  count,
  countedFromOne,
  fidelitySchema,
  objectClassSchema,
  objectKindSchema,
  schemaVersion,
  severitySchema,
  sourceKindSchema,
  targetSchema,
  verdictSchema,
} from '../vocabulary.js';
import { assumptionSchema } from './diagnostic-line.js';

export const reportIssueSchema = z.object({
  code: z.string().describe('Stable; docs/issues/<code>.md explains it.'),
  severity: severitySchema,
  message: z.string(),
  line: countedFromOne.optional(),
  column: countedFromOne.optional(),
  help: z.string().optional().describe('What to do about it.'),
});
export type ReportIssue = z.infer<typeof reportIssueSchema>;

export const sourceIssueSchema = reportIssueSchema.extend({
  file: z.string().optional().describe('The script, as the source calls it.'),
});
export type SourceIssue = z.infer<typeof sourceIssueSchema>;

const rowSchema = z.record(z.string(), z.string().nullable());

export const differenceSampleSchema = z.object({
  kind: z.enum(['missing', 'extra', 'different']),
  columns: z.array(z.string()).optional().describe('For different rows: the columns that differ.'),
  source: rowSchema.optional().describe('The row of the original.'),
  target: rowSchema.optional().describe('The row of the migrated table.'),
});
export type DifferenceSample = z.infer<typeof differenceSampleSchema>;

export const evidenceSchema = z.object({
  model: z.string(),
  relation: z.string().describe('Where the rows stand on the target.'),
  table: z.string().describe('The original table, view or result set.'),
  columnMap: z.record(z.string(), z.string()).describe('Original column names to emitted ones.'),
  step: countedFromOne.describe('Step of the scenario; 1 where there is none.'),
  rowsSource: count,
  rowsTarget: count,
  missing: count.describe('Rows of the original that the target does not have.'),
  extra: count.describe('Rows of the target that the original does not have.'),
  different: count.describe('Rows that both have, with other values.'),
  columns: count.describe('How many columns were compared.'),
  tolerances: z.array(z.string()).describe('Declared deviations that the comparison allowed.'),
  ignoredColumns: z.array(z.string()).optional(),
  skipped: z.string().optional().describe('Why nothing was compared; all counts are 0 then.'),
  samples: z.array(differenceSampleSchema).optional(),
});
export type Evidence = z.infer<typeof evidenceSchema>;

export const statementTotalsSchema = z.object({ total: count, converted: count, absorbed: count, refused: count });
export type StatementTotals = z.infer<typeof statementTotalsSchema>;

export const tableRowsSchema = z
  .object({
    from: z
      .enum(['scripts', 'package', 'connection', 'file', 'generated', 'none'])
      .describe('generated: made up, so that they say nothing about the data.'),
    count,
    file: z.string().optional().describe('The data file.'),
    sampled: z.literal(true).optional().describe('There are more rows than were taken (--rows).'),
    masked: z.literal(true).optional().describe('Values of some columns were replaced (--mask).'),
  })
  .describe('Of a table: where its rows come from.');
export type TableRows = z.infer<typeof tableRowsSchema>;

export const reportObjectSchema = z.object({
  id: z.string().describe('Two-part name.'),
  kind: objectKindSchema,
  class: objectClassSchema,
  statements: statementTotalsSchema,
  verdict: verdictSchema,
  fidelity: fidelitySchema,
  models: z.array(z.string()),
  issues: z.array(reportIssueSchema),
  assumptions: z.array(assumptionSchema),
  evidence: z.array(evidenceSchema),
  rows: tableRowsSchema.optional(),
});
export type ReportObject = z.infer<typeof reportObjectSchema>;

export const reportTotalsSchema = z.object({
  objects: count,
  statements: count,
  converted: count,
  absorbed: count,
  refused: count,
  models: count.describe('Different models of all objects.'),
  rowsCompared: count.describe('Rows of the originals (rowsSource) in all comparisons.'),
});
export type ReportTotals = z.infer<typeof reportTotalsSchema>;

export const dbtFiguresSchema = z.object({
  version: z.string(),
  nodes: count,
  errors: count,
  warnings: count,
  tests: z.object({ pass: count, fail: count }),
});
export type DbtFigures = z.infer<typeof dbtFiguresSchema>;

export const reportSchema = z
  .object({
    schemaVersion,
    source: z.object({
      kind: sourceKindSchema,
      database: z.string(),
      issues: z
        .array(sourceIssueSchema)
        .optional()
        .describe('What could not be read or run, and therefore is missing from the objects or their rows.'),
    }),
    target: targetSchema,
    totals: reportTotalsSchema,
    objects: z.array(reportObjectSchema),
    dbt: dbtFiguresSchema.nullable().describe('null when dbt did not run.'),
    durationMs: z.number().nonnegative(),
    llm: z.object({ calls: count, usd: z.number().nonnegative() }),
  })
  .describe('datamigrate migrate --json, and .datamigrate/report.json.');
export type Report = z.infer<typeof reportSchema>;
