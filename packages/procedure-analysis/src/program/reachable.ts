import type { Bound } from '@datamigrate/tsql-binder';
import type { Program } from './program.js';
import { visitOnce } from './rewrite-tree.js';

/** The table expressions of the program that a query needs, in the order in which they were made. */
export function reachableCtes(program: Program, query: unknown): readonly Bound.BoundCte[] {
  const byId = new Map(program.ctes.map((cte) => [cte.id, cte]));
  const needed = new Set<number>();
  const open: unknown[] = [query];
  for (let tree = open.pop(); tree !== undefined; tree = open.pop()) {
    visitOnce(tree, (node) => {
      if (node.kind !== 'cte-reference' || !('cte' in node) || typeof node.cte !== 'number' || needed.has(node.cte))
        return;
      const cte = byId.get(node.cte);
      if (!cte) return;
      needed.add(node.cte);
      open.push(cte.query);
    });
  }
  return program.ctes.filter(({ id }) => needed.has(id));
}
