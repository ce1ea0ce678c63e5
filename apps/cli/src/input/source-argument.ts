import { stat } from 'node:fs/promises';
import { isAbsolute } from 'node:path';

const ADDRESS = /^[a-z]+:\/\//i;

/**
 * A source as it may be shown and kept: the password of an address stays in memory, for when it is opened. `Oltp=../shop`
 * names its database, unless there is a file of that name.
 */
export async function sourceArgument(source: string): Promise<string> {
  if (!ADDRESS.test(source) && !source.includes('=')) return source;
  const { keepPassword, withPath } = await import('@datamigrate/sources');
  if (ADDRESS.test(source)) return keepPassword(source);
  if (await exists(source)) return `./${source}`;
  return withPath(source, (path) => (ADDRESS.test(path) ? keepPassword(path) : path));
}

async function exists(path: string): Promise<boolean> {
  return !isAbsolute(path) && (await stat(path).catch(() => undefined)) !== undefined;
}

/** The argument and every `--source`, as one; undefined where there is none. */
export async function sourceArguments(
  first: string | undefined,
  others: readonly string[] = [],
): Promise<string | undefined> {
  const given = [...(first === undefined ? [] : [first]), ...others];
  if (given.length <= 1) return given[0] === undefined ? undefined : sourceArgument(given[0]);
  const { joinSources } = await import('@datamigrate/sources');
  return joinSources(await Promise.all(given.map(sourceArgument)));
}

/** For options that may be given more than once. */
export const collected = (value: string, before: readonly string[] = []): readonly string[] => [...before, value];

export const MISSING_SOURCE = "error: missing required argument 'source'";
