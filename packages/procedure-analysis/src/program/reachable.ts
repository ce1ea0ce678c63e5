import type { Bound } from '@datamigrate/tsql-binder';
import type { Program } from './program.js';
import { visitOnce } from './rewrite-tree.js';

/**
 * The table expressions of the program that a query needs, in the order in which they were made; `change` is done to the
 * query of each of them first.
 */
export function reachableCtes(
  program: Program,
  query: unknown,
  change: (query: Bound.BoundQuery) => Bound.BoundQuery = (each) => each,
): readonly Bound.BoundCte[] {
  const byId = new Map(program.ctes.map((cte) => [cte.id, cte]));
  const needed = new Map<number, Bound.BoundCte>();
  const open: unknown[] = [query];
  for (let tree = open.pop(); tree !== undefined; tree = open.pop()) {
    visitOnce(tree, (node) => {
      if (node.kind !== 'cte-reference' || !('cte' in node) || typeof node.cte !== 'number' || needed.has(node.cte))
        return;
      const cte = byId.get(node.cte);
      if (!cte) return;
      const changed = change(cte.query);
      needed.set(node.cte, changed === cte.query ? cte : { ...cte, query: changed });
      open.push(changed);
    });
  }
  return program.ctes.flatMap(({ id }) => needed.get(id) ?? []);
}
