import type { RelExpression } from './expression.js';
import type { RelPredicate } from './predicate.js';

/** Aliases of the relations whose columns a condition reads; undefined when it holds a query. */
export function relationsIn(predicate: RelPredicate): ReadonlySet<string> | undefined {
  const aliases = new Set<string>();
  let queries = false;
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) for (const item of value as readonly unknown[]) visit(item);
    if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return;
    if (isColumn(value)) aliases.add(value.relation);
    else if ('query' in value) queries = true;
    else for (const inner of Object.values(value)) visit(inner);
  };
  visit(predicate);
  return queries ? undefined : aliases;
}

function isColumn(value: object): value is Extract<RelExpression, { readonly kind: 'column' }> {
  return 'kind' in value && value.kind === 'column';
}
