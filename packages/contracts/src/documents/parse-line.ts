import { z } from 'zod';
import { count } from '../vocabulary.js';
import { diagnosticLineSchema } from './diagnostic-line.js';

export const parsedStatementSchema = z.object({
  kind: z.string().describe('Kind of the statement, for example CreateProcedure.'),
  start: count,
  end: count,
  children: count.describe('How many statements stand inside it, at every depth.'),
});
export type ParsedStatement = z.infer<typeof parsedStatementSchema>;

export const parseLineSchema = z
  .object({
    id: z.string(),
    ok: z.boolean().describe('No diagnostic is an error.'),
    statements: z
      .array(parsedStatementSchema)
      .describe('Statements that stand inside no other one; BEGIN/END only groups.'),
    statementCount: count.describe('Statements at every depth.'),
    opaque: count.describe('Nodes that are kept as text only; 0 whenever ok.'),
    roundTrip: z.boolean().describe('Tokens and what stands between them rebuild the input.'),
    stable: z.boolean().describe('Printing and parsing again gives the same tree, and the same text.'),
    diagnostics: z.array(diagnosticLineSchema),
  })
  .describe('datamigrate parse: one line for each batch. Offsets count UTF-16 units of the decoded text, from 0.');
export type ParseLine = z.infer<typeof parseLineSchema>;

/** A line of `parse --jsonl IN`, and of the other commands that read batches. */
export const batchLineSchema = z.object({ id: z.string(), sql: z.string() }).describe('Input of --jsonl: one batch.');
export type BatchLine = z.infer<typeof batchLineSchema>;
