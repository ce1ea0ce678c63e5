import type { Step, XQuery } from './xquery-tree.js';

/**
 * Whether an expression gives one item at most, whatever the document: SQL Server demands that of value(), of what is
 * computed with and of texts, before it looks at a document (2389).
 * Source: learn.microsoft.com/sql/xquery/xquery-and-static-typing
 */
export function isSingle(query: XQuery): boolean {
  switch (query.kind) {
    case 'literal':
    case 'context':
    case 'variable':
    case 'parameter':
    case 'operation':
    case 'negation':
    case 'comparison':
      return true;
    case 'sequence':
      return query.items.length === 0 || (query.items.length === 1 && query.items.every(isSingle));
    case 'if':
      return isSingle(query.then) && isSingle(query.otherwise);
    case 'call':
      return query.name !== 'data' && query.name !== 'distinct-values' ? true : query.arguments.every(isSingle);
    case 'for':
      return false;
    case 'filter':
      return isSingle(query.operand) || query.predicates.some(isPlace);
    case 'path':
      return (query.start === 'root' || isSingle(query.start)) && query.steps.every(isSingleStep);
  }
}

function isSingleStep({ axis, test, predicates }: Step): boolean {
  if (axis === 'self' || axis === 'parent') return true;
  if (axis === 'attribute') return test.kind === 'name' && test.name !== '*';
  return axis === 'child' && predicates.some(isPlace);
}

/** `[1]`, `[last()]` */
function isPlace(predicate: XQuery): boolean {
  if (predicate.kind === 'literal') return typeof predicate.value.value === 'number';
  return predicate.kind === 'call' && predicate.name === 'last';
}
