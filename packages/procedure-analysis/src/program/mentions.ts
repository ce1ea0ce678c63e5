import { visitTree } from './rewrite-tree.js';

/** Whether a query stands inside, as EXISTS or as a value. */
export function mentionsQuery(tree: unknown): boolean {
  let found = false;
  visitTree(tree, (node) => {
    if (node.kind === 'select' || node.kind === 'set-operation') found = true;
  });
  return found;
}

/** @param name in lower case */
export function mentionsVariable(tree: unknown, name: string): boolean {
  let found = false;
  visitTree(tree, (node) => {
    if (node.kind === 'variable' && 'name' in node && String(node.name).toLowerCase() === name) found = true;
  });
  return found;
}
