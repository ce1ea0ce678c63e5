import { z } from 'zod';
import { countedFromOne, statementStateSchema } from '../vocabulary.js';

export const traceLineSchema = z
  .object({
    object: z.string(),
    ordinal: countedFromOne.describe('Number of the statement within its object, in the order of the text.'),
    line: countedFromOne,
    column: countedFromOne,
    endLine: countedFromOne.optional(),
    statement: z.string().describe('Kind of the statement, as datamigrate parse names it.'),
    state: statementStateSchema,
    reason: z.string().optional().describe('Why it has no effect on rows, or why it was refused.'),
    code: z.string().optional().describe('Of a refusal: the code of its issue.'),
    models: z.array(z.string()).describe('Models that hold what it did.'),
  })
  .describe('.datamigrate/trace.jsonl: one line for each statement of each module.');
export type TraceLine = z.infer<typeof traceLineSchema>;

export const originalSchema = z.object({
  text: z.string(),
  file: z.string().optional(),
  line: countedFromOne.describe('Line of the file on which the text starts; trace lines count in the file.'),
});
export type Original = z.infer<typeof originalSchema>;

export const originalsSchema = z
  .record(z.string(), originalSchema)
  .describe('.datamigrate/originals.json: the T-SQL of each module, by its two-part name.');
export type Originals = z.infer<typeof originalsSchema>;
