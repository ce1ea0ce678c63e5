import { sourceKindSchema, verdictSchema } from '@datamigrate/contracts';
import { z } from 'zod';

const payload = z.unknown();

export const assessmentSchema = z.object({
  source: z.object({ kind: sourceKindSchema, database: z.string(), fingerprint: z.string().optional() }),
  objects: z.array(z.string()).readonly(),
  text: z.string(),
  payload,
});

export const executionSchema = z.object({ verdict: verdictSchema, payload });

export const testOutcomeSchema = z.object({
  failures: z.array(z.object({ node: z.string(), object: z.string().optional(), message: z.string() })).readonly(),
  text: z.string(),
  payload,
});

export const repairOutcomeSchema = z.object({ changed: z.boolean(), text: z.string(), payload });

export const evaluationSchema = z.object({ verdict: verdictSchema, text: z.string(), payload });
