const ADDRESS = /^[a-z]+:\/\//i;

/** A source as it may be shown and kept: the password of an address stays in memory, for when it is opened. */
export async function sourceArgument(source: string): Promise<string> {
  if (!ADDRESS.test(source)) return source;
  const { keepPassword } = await import('@datamigrate/sources');
  return keepPassword(source);
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
