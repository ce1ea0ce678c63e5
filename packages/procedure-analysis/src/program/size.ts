/** Fields that hold no part of a query. */
const LEAVES: ReadonlySet<string> = new Set(['span', 'type', 'collation', 'columns', 'object']);

const known = new WeakMap<object, number>();

/** How many nodes a tree has when it is written out. Parts that stand in it several times count each time. */
export function sizeOf(tree: unknown): number {
  if (typeof tree !== 'object' || tree === null || tree instanceof Uint8Array) return 0;
  const found = known.get(tree);
  if (found !== undefined) return found;
  let size = 'kind' in tree ? 1 : 0;
  for (const [key, inner] of Object.entries(tree)) if (!LEAVES.has(key)) size += sizeOf(inner);
  known.set(tree, size);
  return size;
}
