import type { RelQuery } from '../tree/query.js';
import { holdsNode } from '../tree/same-tree.js';

/**
 * A recursive CTE with several recursive members, all of them behind the anchor as one: targets know a recursion as one
 * UNION ALL, the recursion on its right. Each member reads the rows of the level before, so nothing else changes.
 * learn.microsoft.com/sql/t-sql/queries/with-common-table-expression-transact-sql, "Guidelines for … recursive CTEs"
 */
export function inOneTerm(query: RelQuery, cte: string): RelQuery {
  if (query.kind !== 'set-operation' || !reads(query.left, cte)) return query;
  const left = inOneTerm(query.left, cte);
  return left.kind === 'set-operation' ? { ...left, right: { ...query, left: left.right } } : query;
}

/** Whether anchors come first, and recursive members stand behind UNION ALL; others are errors in SQL Server (252, 253). */
export function isWellFormed(query: RelQuery, cte: string): boolean {
  if (query.kind !== 'set-operation') return false;
  const { left, right, operator } = query;
  return operator === 'UNION ALL' && reads(right, cte) && (!reads(left, cte) || isWellFormed(left, cte));
}

const reads = (query: RelQuery, cte: string): boolean =>
  holdsNode(query, (node) => node.kind === 'cte' && 'name' in node && node.name === cte);
