import { z } from 'zod';
import { count } from '../vocabulary.js';

const resultColumnSchema = z.object({ name: z.string(), type: z.string().describe('T-SQL type in lower case.') });

export const resultSetSchema = z.object({
  columns: z.array(resultColumnSchema),
  rows: z
    .array(z.array(z.string().nullable()))
    .describe('Values as text, or null; docs/reference/cli.md has the forms.'),
});

export const execErrorSchema = z.object({
  number: z.int().describe("SQL Server's number for the error."),
  severity: count,
  state: count,
  line: count,
  message: z.string(),
});

export const execLineSchema = z
  .object({
    id: z.string(),
    resultSets: z.array(resultSetSchema),
    messages: z.array(z.string()),
    error: execErrorSchema.nullable().optional(),
    refused: z
      .string()
      .optional()
      .describe('What the reference engine does not execute; the results are not complete then.'),
  })
  .describe('datamigrate exec: one line for each input.');
export type ExecLine = z.infer<typeof execLineSchema>;
