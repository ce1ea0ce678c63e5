import type { Bound } from '@datamigrate/tsql-binder';
import type { Program } from './program.js';
import { rewriteTree, visitOnce } from './rewrite-tree.js';

/** OPTION (MAXRECURSION n) holds for every recursion of its statement: each table expression gets its limit. */
export function limitRecursion<T>(tree: T, limit: number): T {
  return rewriteTree(tree, (node) => {
    const { ctes } = node as { readonly ctes?: readonly Bound.BoundCte[] };
    if (!ctes?.some(isOpen)) return undefined;
    const limited = ctes.map((cte) => (isOpen(cte) ? { ...cte, maxRecursion: limit } : cte));
    return limitRecursion({ ...node, ctes: limited }, limit);
  });
}

const isOpen = (cte: Bound.BoundCte): boolean => cte.recursive && cte.maxRecursion === undefined;

/** Whether a view recurses, itself or through others: then it has the limit of the statement that reads it. */
export function viewRecurses(program: Program, query: Bound.BoundQuery): boolean {
  let found = false;
  visitOnce(query, (node) => {
    const { ctes } = node as { readonly ctes?: readonly Bound.BoundCte[] };
    if (ctes?.some(isOpen)) found = true;
    if (node.kind !== 'named-table' || found) return;
    const { type, object } = node as Bound.BoundNamedTable;
    const inner = type === 'view' ? program.environment.viewQuery(object) : undefined;
    if (inner && viewRecurses(program, inner)) found = true;
  });
  return found;
}
