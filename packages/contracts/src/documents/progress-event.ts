import { z } from 'zod';
import { agentSchema, countedFromOne, severitySchema, verdictSchema } from '../vocabulary.js';

export const progressEventSchema = z
  .discriminatedUnion('kind', [
    z.object({ kind: z.literal('stage'), agent: agentSchema, text: z.string() }),
    z.object({
      kind: z.literal('object'),
      id: z.string(),
      index: countedFromOne,
      total: countedFromOne,
      verdict: verdictSchema,
      text: z.string(),
    }),
    z.object({ kind: z.literal('note'), level: severitySchema, text: z.string() }),
  ])
  .describe('What a run says while it works: stderr with --log-format json, and .datamigrate/events.jsonl.');
export type ProgressEvent = z.infer<typeof progressEventSchema>;
