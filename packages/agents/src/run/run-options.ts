import { isAbsolute, relative, resolve } from 'node:path';
import { checkpointSchema, scenarioSchema, targetSchema } from '@datamigrate/contracts';
import { joinSources, nameOfSource, splitSources, withPath } from '@datamigrate/sources';
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
  /** Of each table, and those that they refer to. */
  rows: z.int().positive().optional(),
  /** The file of masking rules, as it was given and from the out folder. */
  mask: z.string().optional(),
  maskPath: z.string().optional(),
});
export type RunOptions = z.infer<typeof runOptionsSchema>;

export const RUN_OPTIONS = 'options.json';

const ADDRESS = /^[a-z][a-z0-9+.-]+:\/\//i;

/** Files and folders by their paths from the out folder; undefined where all that is named are connections. */
export function sourcePathFrom(out: string, source: string): string | undefined {
  const parts = splitSources(source);
  if (parts.every((part) => isAddress(part))) return undefined;
  return joinSources(parts.map((part) => placed(part, (path) => pathFrom(out, path))));
}

/** A source whose file or folder is named from elsewhere; what its database is called stays. */
const placed = (part: string, change: (path: string) => string): string =>
  withPath(part, (path) => (ADDRESS.test(path) ? path : change(path)));

const isAddress = (part: string): boolean => ADDRESS.test(nameOfSource(part).path);

function pathFrom(out: string, source: string): string {
  const path = relative(out, resolve(source));
  return isAbsolute(path) ? path : path.replaceAll('\\', '/');
}

/** Sources by their absolute paths, or by the addresses that were given. */
export function resolveSource(out: string, { source, sourcePath }: RunOptions): string {
  if (sourcePath === undefined) return source;
  return joinSources(splitSources(sourcePath).map((part) => placed(part, (path) => resolve(out, path))));
}
