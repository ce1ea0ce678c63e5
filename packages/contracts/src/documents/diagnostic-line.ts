import { z } from 'zod';
import { count, countedFromOne, severitySchema } from '../vocabulary.js';

/** A diagnostic as it is written into JSON: the place is both counted for people and given as offsets. */
export const diagnosticLineSchema = z.object({
  code: z.string().describe('Stable; docs/issues/<code>.md explains it.'),
  severity: severitySchema,
  message: z.string(),
  help: z.string().optional(),
  line: countedFromOne.optional(),
  column: countedFromOne.optional(),
  start: count.optional().describe('Offset in UTF-16 units.'),
  end: count.optional(),
  source: z.string().optional().describe('The file that line and column count in.'),
});
export type DiagnosticLine = z.infer<typeof diagnosticLineSchema>;

export const assumptionSchema = z.object({
  code: z.string(),
  column: z.string().optional(),
  text: z.string(),
  test: z.string().optional().describe('The dbt test of the generated project that watches it.'),
});
export type Assumption = z.infer<typeof assumptionSchema>;
