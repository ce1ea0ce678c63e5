import { someNode } from './rewrite-tree.js';

/** Whether a query stands inside, as EXISTS or as a value. */
export function mentionsQuery(tree: unknown): boolean {
  return someNode(tree, (node) => node.kind === 'select' || node.kind === 'set-operation');
}

/** @param name in lower case */
export function mentionsVariable(tree: unknown, name: string): boolean {
  return someNode(
    tree,
    (node) => node.kind === 'variable' && 'name' in node && String(node.name).toLowerCase() === name,
  );
}
