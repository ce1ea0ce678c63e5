/** Fields that hold the id of a relation or of a common table expression. */
const ID_FIELDS: ReadonlySet<string> = new Set(['relation', 'cte', 'row', 'base', 'inserted', 'deleted']);

/** A copy of a bound tree with all its ids moved by a distance: two copies of one tree may then stand in another. */
export function shiftIds<T>(tree: T, distance: number): T {
  return shift(tree, distance, false) as T;
}

function shift(value: unknown, distance: number, inCtes: boolean): unknown {
  if (Array.isArray(value)) return (value as readonly unknown[]).map((item) => shift(item, distance, inCtes));
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return value;
  const copy: Record<string, unknown> = {};
  for (const [key, inner] of Object.entries(value)) {
    const isId = typeof inner === 'number' && inner >= 0 && (ID_FIELDS.has(key) || (inCtes && key === 'id'));
    copy[key] = isId ? inner + distance : shift(inner, distance, key === 'ctes');
  }
  return copy;
}
