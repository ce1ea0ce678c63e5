import type { Bound } from '@datamigrate/tsql-binder';
import type { Condition } from './conditions.js';
import { visitTree } from './rewrite-tree.js';

/** The conditions that AND ties together. */
export function conjuncts(condition: Condition): readonly Bound.BoundPredicate[] {
  if (!condition) return [];
  return condition.kind === 'logical' && condition.operator === 'AND'
    ? condition.operands.flatMap(conjuncts)
    : [condition];
}

/** Whether a query stands inside, as EXISTS or as a value. */
export function mentionsQuery(tree: unknown): boolean {
  let found = false;
  visitTree(tree, (node) => {
    if (node.kind === 'select' || node.kind === 'set-operation') found = true;
  });
  return found;
}
