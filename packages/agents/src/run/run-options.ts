import { isAbsolute, relative, resolve } from 'node:path';
import { checkpointSchema, scenarioSchema, targetSchema } from '@datamigrate/contracts';
import { z } from 'zod';

/** .datamigrate/options.json: what was asked for, so that another process can go on with it. */
export const runOptionsSchema = z.object({
  schemaVersion: z.literal(1),
  /** As it was given. */
  source: z.string(),
  /** From the out folder to the source, so that both may move together; absent for a server. */
  sourcePath: z.string().optional(),
  target: targetSchema,
  checkpoints: z.array(checkpointSchema),
  select: z.array(z.string()),
  exclude: z.array(z.string()),
  threads: z.int().positive().optional(),
  scenario: scenarioSchema.optional(),
  keepSteps: z.boolean(),
  /** `live`, `generated`, `none`, or the folder of data files as it was given. */
  data: z.string().optional(),
  /** From the out folder to the folder of data files. */
  dataPath: z.string().optional(),
});
export type RunOptions = z.infer<typeof runOptionsSchema>;

export const RUN_OPTIONS = 'options.json';

const ADDRESS = /^[a-z][a-z0-9+.-]+:\/\//i;

/** A file or folder by its path from the out folder; a connection stays as it is. */
export function sourcePathFrom(out: string, source: string): string | undefined {
  if (ADDRESS.test(source)) return undefined;
  const path = relative(out, resolve(source));
  return isAbsolute(path) ? path : path.replaceAll('\\', '/');
}

/** The source as an absolute path, or as the address that was given. */
export function resolveSource(out: string, { source, sourcePath }: RunOptions): string {
  return sourcePath === undefined ? source : resolve(out, sourcePath);
}
