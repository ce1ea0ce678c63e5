/** A node of a bound tree, of whatever family. */
export interface AnyNode {
  readonly kind: string;
}

/** Fields that hold no nodes. */
const LEAVES: ReadonlySet<string> = new Set(['span', 'type', 'collation', 'columns', 'value', 'object']);

/**
 * A copy of a bound tree, queries included, with nodes replaced from the top down. `replace` gives the node that takes
 * another's place, or undefined to go on inside it. What does not change is not copied.
 */
export function rewriteTree<T>(tree: T, replace: (node: AnyNode) => AnyNode | undefined): T {
  return rewrite(tree, replace) as T;
}

function rewrite(value: unknown, replace: (node: AnyNode) => AnyNode | undefined): unknown {
  if (Array.isArray(value)) {
    const items = value as readonly unknown[];
    let copies: unknown[] | undefined;
    for (let i = 0; i < items.length; i++) {
      const made = rewrite(items[i], replace);
      if (made === items[i]) continue;
      copies ??= [...items];
      copies[i] = made;
    }
    return copies ?? value;
  }
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return value;
  if (isNode(value)) {
    const other = replace(value);
    if (other !== undefined) return other;
  }
  const fields = value as Readonly<Record<string, unknown>>;
  let copy: Record<string, unknown> | undefined;
  for (const key in fields) {
    const inner = fields[key];
    if (typeof inner !== 'object' || inner === null) continue;
    // A literal's value and a set item's value share a name: only nodes are entered.
    if (LEAVES.has(key) && !(key === 'value' && isNode(inner))) continue;
    const made = rewrite(inner, replace);
    if (made === inner) continue;
    copy ??= { ...fields };
    copy[key] = made;
  }
  return copy ?? value;
}

/** Calls `visit` for every node of a tree, parents first. */
export function visitTree(tree: unknown, visit: (node: AnyNode) => void): void {
  someNode(tree, (node) => {
    visit(node);
    return false;
  });
}

/** Whether a node of a tree satisfies `test`, queries included. */
export function someNode(tree: unknown, test: (node: AnyNode) => boolean): boolean {
  const open: unknown[] = [tree];
  while (open.length > 0) {
    const value = open.pop();
    if (Array.isArray(value)) {
      for (let i = value.length - 1; i >= 0; i--) open.push((value as readonly unknown[])[i]);
    } else if (typeof value === 'object' && value !== null && !(value instanceof Uint8Array)) {
      if (isNode(value) && test(value)) return true;
      for (const inner of Object.values(value)) if (typeof inner === 'object' && inner !== null) open.push(inner);
    }
  }
  return false;
}

/** Calls `visit` once for every node of a tree, however often the node stands in it. */
export function visitOnce(tree: unknown, visit: (node: AnyNode) => void): void {
  const open: unknown[] = [tree];
  const seen = new Set<object>();
  while (open.length > 0) {
    const value = open.pop();
    if (typeof value !== 'object' || value === null || value instanceof Uint8Array || seen.has(value)) continue;
    seen.add(value);
    if (Array.isArray(value)) {
      for (const inner of value as readonly unknown[]) open.push(inner);
      continue;
    }
    if (isNode(value)) visit(value);
    for (const [key, inner] of Object.entries(value)) {
      if (typeof inner === 'object' && (key === 'value' || !LEAVES.has(key))) open.push(inner);
    }
  }
}

export function isNode(value: object): value is AnyNode {
  return 'kind' in value && typeof value.kind === 'string';
}
