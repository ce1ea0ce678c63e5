export interface RelationName {
  readonly schema: string;
  readonly name: string;
}

/** Reads `schema.name` or dbt's `"database"."schema"."name"`; a name alone is in `main`. Undefined when it is neither. */
export function parseRelation(text: string): RelationName | undefined {
  const parts: string[] = [];
  const part = /(?:"((?:[^"]|"")+)"|([^".]+))(\.|$)/uy;
  while (part.lastIndex < text.length) {
    const match = part.exec(text);
    if (match === null) return undefined;
    parts.push(match[1]?.replaceAll('""', '"') ?? match[2] ?? '');
    if (match[3] === '' && part.lastIndex < text.length) return undefined;
  }
  const name = parts.at(-1);
  if (name === undefined || parts.length > 3 || text.endsWith('.')) return undefined;
  return { schema: parts.at(-2) ?? 'main', name };
}
