import { z } from 'zod';
import {
  agentSchema,
  checkpointSchema,
  schemaVersion,
  sourceKindSchema,
  targetSchema,
  verdictSchema,
} from '../vocabulary.js';

export const runStateSchema = z
  .object({
    schemaVersion,
    status: z.enum(['running', 'stopped-at-checkpoint', 'cancelled', 'failed', 'finished']),
    checkpoint: checkpointSchema.optional().describe('Where the run stopped.'),
    source: z.object({
      kind: sourceKindSchema,
      location: z.string().describe('As it was given.'),
      database: z.string(),
      fingerprint: z.string().optional().describe('Of the source texts: a resumed run must find the same ones.'),
    }),
    target: targetSchema,
    checkpoints: z.array(checkpointSchema).describe('Where the run was asked to stop.'),
    select: z.array(z.string()),
    exclude: z.array(z.string()),
    stages: z.array(z.object({ agent: agentSchema, status: z.enum(['waiting', 'running', 'done', 'failed']) })),
    objects: z.array(
      z.object({
        id: z.string(),
        status: z.enum(['waiting', 'running', 'done']),
        verdict: verdictSchema.optional(),
      }),
    ),
    startedAt: z.iso.datetime().optional(),
    updatedAt: z.iso.datetime().optional(),
  })
  .describe('.datamigrate/run.json: how far a run came. A run can be resumed from it in another process.');
export type RunState = z.infer<typeof runStateSchema>;
