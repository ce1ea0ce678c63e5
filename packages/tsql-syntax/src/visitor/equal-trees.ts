/** Fields that say where a node stands and not what it is. */
const PLACE = new Set(['start', 'end']);

/**
 * Whether two trees (nodes, lists, values) say the same, wherever they stand in their texts. Fields that are undefined
 * count as absent. Works with a stack of its own: depth is no concern.
 */
export function equalTrees(a: unknown, b: unknown): boolean {
  const open: unknown[] = [a, b];
  while (open.length > 0) {
    const right = open.pop();
    const left = open.pop();
    if (left === right) continue;
    if (typeof left !== 'object' || typeof right !== 'object' || left === null || right === null) return false;
    if (Array.isArray(left) !== Array.isArray(right)) return false;
    if (!pushFields(left as Fields, right as Fields, open)) return false;
  }
  return true;
}

type Fields = Readonly<Record<string, unknown>>;

/** Puts the values to compare on the stack; false when one side has a value that the other has not. */
function pushFields(left: Fields, right: Fields, open: unknown[]): boolean {
  let balance = 0;
  for (const key in left) {
    if (PLACE.has(key) || left[key] === undefined) continue;
    open.push(left[key], right[key]);
    balance++;
  }
  for (const key in right) if (!PLACE.has(key) && right[key] !== undefined) balance--;
  return balance === 0;
}
