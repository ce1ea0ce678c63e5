import type { AstNode } from '../ast/any-node.js';
import { reachableNodes } from '../grammar/statement.js';
import { statementRules } from '../grammar/statement-rules.js';
import { CHILD_KEYS } from './child-keys.js';

/** Child fields by kind, hand-written and described nodes together. */
export const childKeys: ReadonlyMap<string, readonly string[]> = new Map<string, readonly string[]>([
  ...[...reachableNodes(statementRules)].map(([kind, rule]) => [kind, rule.children] as const),
  ...Object.entries(CHILD_KEYS).map(([kind, keys]) => [kind, Object.keys(keys)] as const),
]);

/**
 * Calls `enter` for a node and all nodes below it, parents before children and children in the order of the text.
 * `enter` returns false to leave a node's children out. Works with a stack of its own: depth is no concern.
 */
export function walk(root: AstNode, enter: (node: AstNode) => boolean | undefined | void): void {
  const open: AstNode[] = [root];
  for (let node = open.pop(); node; node = open.pop()) {
    if (enter(node) === false) continue;
    const keys = childKeys.get(node.kind);
    if (keys === undefined || keys.length === 0) continue;
    const children = childrenBy(keys, node);
    for (let i = children.length - 1; i >= 0; i--) open.push(children[i] as AstNode);
  }
}

/** The nodes directly below a node, in the order of the text. */
export function childrenOf(node: AstNode): AstNode[] {
  return childrenBy(childKeys.get(node.kind) ?? [], node);
}

function childrenBy(keys: readonly string[], node: AstNode): AstNode[] {
  const children: AstNode[] = [];
  for (const key of keys) addChildren((node as unknown as Record<string, unknown>)[key], children);
  return inOrder(children);
}

/** Some clauses may stand before or behind others: `x = a` and `a AS x`. */
function inOrder(children: AstNode[]): AstNode[] {
  for (let i = 1; i < children.length; i++) {
    if ((children[i] as AstNode).start < (children[i - 1] as AstNode).start) {
      return children.sort((a, b) => a.start - b.start);
    }
  }
  return children;
}

function addChildren(value: unknown, children: AstNode[]): void {
  if (typeof value !== 'object' || value === null) return;
  if (Array.isArray(value)) for (const item of value) addChildren(item, children);
  else if ('kind' in value) children.push(value as AstNode);
}
