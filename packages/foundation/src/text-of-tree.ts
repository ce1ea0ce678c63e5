type Fields = Readonly<Record<string, unknown>>;

/**
 * A tree as text by which equal ones are found; fields that are undefined count as missing, those called like `skipped`
 * are left out. `short` may give a node's text instead. By hand, as JSON.stringify calls its replacer for every value.
 */
export function textOfTree(
  value: unknown,
  skipped: ReadonlySet<string>,
  short?: (node: object) => string | undefined,
): string {
  if (typeof value === 'string') return `'${value.length}:${value}`;
  if (typeof value !== 'object' || value === null) return typeof value === 'bigint' ? `${value}n` : String(value);
  if (value instanceof Uint8Array) return `0x${value.join(',')}`;
  let text = '';
  if (Array.isArray(value)) {
    for (const item of value as readonly unknown[]) text += `${textOfTree(item, skipped, short)},`;
    return `[${text}]`;
  }
  const given = short?.(value);
  if (given !== undefined) return given;
  for (const key in value) {
    const inner = (value as Fields)[key];
    if (inner !== undefined && !skipped.has(key)) text += `${key}:${textOfTree(inner, skipped, short)},`;
  }
  return `{${text}}`;
}
