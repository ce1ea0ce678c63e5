const ADDRESS = /^[a-z]+:\/\//i;

/** A source as it may be shown and kept: the password of an address stays in memory, for when it is opened. */
export async function sourceArgument(source: string): Promise<string> {
  if (!ADDRESS.test(source)) return source;
  const { keepPassword } = await import('@datamigrate/sources');
  return keepPassword(source);
}
