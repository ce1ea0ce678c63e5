import { z } from 'zod';
import { objectClassSchema, objectKindSchema, schemaVersion, targetSchema } from '../vocabulary.js';

export const plannedModelSchema = z.strictObject({
  name: z.string(),
  layer: z.string().describe('staging, intermediate, marts …'),
  folder: z.string().describe('Below models/ of the dbt project.'),
  materialized: z.string().describe('view, table, incremental, snapshot, seed or ephemeral.'),
  table: z.string().optional().describe('The original table that the model stands for, for example dbo.DimCustomer.'),
  before: z.string().optional().describe('The original table whose rows from before the run the model keeps.'),
});
export type PlannedModel = z.infer<typeof plannedModelSchema>;

export const plannedObjectSchema = z.strictObject({
  id: z.string(),
  kind: objectKindSchema,
  class: objectClassSchema,
  action: z.enum(['convert', 'source', 'refuse', 'skip']),
  reason: z.string().optional(),
  models: z.array(plannedModelSchema),
  dependsOn: z.array(z.string()).describe('Objects that must be converted first.'),
});
export type PlannedObject = z.infer<typeof plannedObjectSchema>;

export const planSchema = z
  .strictObject({
    schemaVersion,
    target: targetSchema,
    project: z.string().describe('Name of the dbt project.'),
    objects: z.array(plannedObjectSchema),
  })
  .describe('.datamigrate/plan.yml: what becomes of each object. People may edit it before the run goes on.');
export type Plan = z.infer<typeof planSchema>;
