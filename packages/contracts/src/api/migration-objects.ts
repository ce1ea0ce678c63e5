import { z } from 'zod';
import { assumptionSchema } from '../documents/diagnostic-line.js';
import { evidenceSchema, reportIssueSchema, statementTotalsSchema } from '../documents/report.js';
import { traceLineSchema } from '../documents/trace-line.js';
import { count, fidelitySchema, objectClassSchema, objectKindSchema, verdictSchema } from '../vocabulary.js';
import { pageQuery } from './common.js';

/** A line of the table of objects. waiting: as planned; running: converted, not compared yet; done: with its last verdict. */
export const objectLineSchema = z.object({
  id: z.string().describe('Two-part name.'),
  kind: objectKindSchema,
  class: objectClassSchema,
  status: z.enum(['waiting', 'running', 'done']),
  verdict: verdictSchema.nullable(),
  fidelity: fidelitySchema.nullable(),
  models: z.array(z.string()),
  statements: statementTotalsSchema.nullable(),
  issues: count,
  assumptions: count,
  rowsCompared: count,
  reason: z.string().nullable().describe('In short why it stands where it stands.'),
});
export type ObjectLine = z.infer<typeof objectLineSchema>;

export const listObjectsQuery = pageQuery.extend({
  limit: z.coerce.number().int().min(1).max(5000).default(500),
  verdict: z.union([verdictSchema, z.array(verdictSchema)]).optional(),
  kind: objectKindSchema.optional(),
  search: z.string().max(200).optional(),
});

export const modelSchema = z.object({
  name: z.string(),
  path: z.string().describe('In the dbt project.'),
  object: z.string().nullable().describe('The object that it comes from.'),
  layer: z.string(),
  materialized: z.string(),
  table: z.string().nullable(),
  sql: z.string().nullable().describe('null in lists unless ?include=sql.'),
});
export type Model = z.infer<typeof modelSchema>;
export const listModelsQuery = z.object({ include: z.enum(['sql']).optional() });

/** The three panes: source, models, evidence, and the trace that links their lines. */
export const objectDetailSchema = objectLineSchema.omit({ issues: true, assumptions: true }).extend({
  source: z
    .object({
      text: z.string(),
      file: z.string().nullable(),
      line: count.describe('Line of the file at which text starts; trace lines count in the file.'),
    })
    .nullable(),
  modelFiles: z.array(modelSchema),
  trace: z.array(traceLineSchema),
  evidence: z.array(evidenceSchema),
  issues: z.array(reportIssueSchema),
  assumptions: z.array(assumptionSchema),
  dependsOn: z.array(z.string()),
  dependents: z.array(z.string()),
});
export type ObjectDetail = z.infer<typeof objectDetailSchema>;

export const lineageSchema = z.object({
  nodes: z.array(
    z.object({
      id: z.string(),
      kind: z.enum(['procedure', 'view', 'table', 'function', 'trigger', 'model']),
      label: z.string(),
      object: z.string().nullable().describe('For a model: the object that it comes from.'),
      layer: z.string().nullable(),
      verdict: verdictSchema.nullable(),
    }),
  ),
  edges: z.array(z.object({ from: z.string(), to: z.string(), kind: z.enum(['depends', 'becomes']) })),
});
export type Lineage = z.infer<typeof lineageSchema>;

export const projectFileSchema = z.object({ path: z.string(), bytes: count, sha256: z.string() });
export type ProjectFile = z.infer<typeof projectFileSchema>;
export const filesSchema = z.object({ data: z.array(projectFileSchema) });
export const fileQuery = z.object({ path: z.string().min(1).max(1000) });
export const fileTextSchema = z.object({
  path: z.string(),
  bytes: count,
  text: z.string().nullable().describe('null for a file that is not text or longer than 1 MB.'),
});
export type FileText = z.infer<typeof fileTextSchema>;

export const planTextSchema = z.object({ text: z.string().describe('plan.yml'), editable: z.boolean() });
