import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  assumptionSchema,
  evidenceSchema,
  fidelitySchema,
  RUN_FOLDER,
  reportIssueSchema,
  traceLineSchema,
  verdictSchema,
} from '@datamigrate/contracts';
import { z } from 'zod';

/** Of .datamigrate/objects/<name>/executor.json what is worth showing. */
const executedSchema = z.object({
  object: z.string(),
  outcome: z.object({
    verdict: verdictSchema,
    payload: z.object({
      fidelity: fidelitySchema,
      models: z.array(
        z.object({
          name: z.string(),
          layer: z.string(),
          folder: z.string().optional(),
          materialized: z.string().optional(),
          sql: z.string(),
        }),
      ),
      trace: z.array(traceLineSchema),
      issues: z.array(reportIssueSchema),
      assumptions: z.array(assumptionSchema),
    }),
  }),
});
export type Executed = z.infer<typeof executedSchema>['outcome'];

/** The same of evaluator.json. */
const evaluatedSchema = z.object({
  object: z.string(),
  outcome: z.object({
    verdict: verdictSchema,
    payload: z.object({ evidence: z.array(evidenceSchema), issues: z.array(reportIssueSchema) }),
  }),
});
export type Evaluated = z.infer<typeof evaluatedSchema>['outcome'];

/** What agents have written about single objects while the run goes on. */
export interface AgentRecords {
  executed(object: string): Promise<Executed | undefined>;
  evaluated(object: string): Promise<Evaluated | undefined>;
}

export function agentRecords(project: string): AgentRecords {
  const root = join(project, RUN_FOLDER, 'objects');
  /** By the end of their names, which is made of the object's name; the rest is for people. */
  let folders = new Map<string, string>();
  const folderOf = async (object: string): Promise<string | undefined> => {
    const ending = createHash('sha256').update(JSON.stringify(object)).digest('hex').slice(0, 12);
    if (!folders.has(ending)) {
      const names = await readdir(root).catch((): string[] => []);
      folders = new Map(names.map((name) => [name.slice(-12), name]));
    }
    return folders.get(ending);
  };
  async function read<T extends { object: string }>(
    object: string,
    step: string,
    schema: z.ZodType<T>,
  ): Promise<T | undefined> {
    const folder = await folderOf(object);
    if (folder === undefined) return undefined;
    const text = await readFile(join(root, folder, `${step}.json`), 'utf8').catch(() => undefined);
    if (text === undefined) return undefined;
    try {
      const parsed = schema.safeParse(JSON.parse(text));
      return parsed.success && parsed.data.object === object ? parsed.data : undefined;
    } catch {
      // Damaged: the agents make it again.
      return undefined;
    }
  }
  return {
    executed: async (object) => (await read(object, 'executor', executedSchema))?.outcome,
    evaluated: async (object) => (await read(object, 'evaluator', evaluatedSchema))?.outcome,
  };
}
