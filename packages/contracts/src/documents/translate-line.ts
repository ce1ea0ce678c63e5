import { z } from 'zod';
import { fidelitySchema } from '../vocabulary.js';
import { assumptionSchema, diagnosticLineSchema } from './diagnostic-line.js';

export const translatedColumnSchema = z.object({
  name: z.string(),
  type: z.string().describe('Type on the target.'),
  nullable: z.boolean(),
  collation: z.string().nullable(),
});

export const translateLineSchema = z
  .object({
    id: z.string(),
    status: fidelitySchema,
    sql: z.string().nullable().describe('Runs as it stands on the target, after prelude; null when refused.'),
    prelude: z.array(z.string()),
    columns: z.array(translatedColumnSchema),
    assumptions: z.array(assumptionSchema),
    diagnostics: z.array(diagnosticLineSchema),
  })
  .describe('datamigrate translate: one line for each batch.');
export type TranslateLine = z.infer<typeof translateLineSchema>;
