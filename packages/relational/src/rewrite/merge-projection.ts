import { together } from '../lowering/keep-comments.js';
import type { RelExpression } from '../tree/expression.js';
import type { RelSelect, RelSelectItem } from '../tree/query.js';

/**
 * `SELECT d.a, d.b FROM (SELECT …) AS d`: the inner block itself, with the columns that are asked for. What PIVOT
 * becomes, and views that only choose columns, need no block around them.
 */
export function mergeProjection(outer: RelSelect): RelSelect {
  const { from } = outer;
  const plain = !outer.distinct && !outer.where && !outer.groupBy && !outer.having && !outer.limit;
  if (!plain || outer.orderBy.length > 0 || from?.kind !== 'derived' || from.lateral) return outer;
  const { query: inner, alias } = from;
  // Items of an inner ORDER BY may be called by their names there.
  if (inner.kind !== 'select' || inner.distinct || inner.limit || inner.orderBy.length > 0) return outer;
  const byName = new Map(inner.select.map((item) => [item.name, item]));
  const select: RelSelectItem[] = [];
  for (const item of outer.select) {
    const { expression, name } = item;
    const found = isColumnOf(expression, alias) ? byName.get(expression.name) : undefined;
    if (!found) return outer;
    select.push({ expression: found.expression, name, ...together(item, found) });
  }
  const ctes = [...outer.ctes, ...inner.ctes];
  return { ...inner, columns: outer.columns, ctes, select, ...together(outer, inner) };
}

function isColumnOf(
  expression: RelExpression,
  alias: string,
): expression is Extract<RelExpression, { readonly kind: 'column' }> {
  return expression.kind === 'column' && expression.relation === alias;
}
