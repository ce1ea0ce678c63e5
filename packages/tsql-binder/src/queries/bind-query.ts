import { assertUnreachable } from '@datamigrate/foundation';
import type { Ast } from '@datamigrate/tsql-syntax';
import type { BinderContext } from '../binder-context.js';
import type { Scope } from '../scope/scope.js';
import type { BoundQuery } from '../tree/query.js';
import { bindSelect } from './bind-select.js';
import { bindSetOperation } from './bind-set-operation.js';

/** Any query. `scope` is what stands around it: the query makes its own below it. */
export function bindQuery(context: BinderContext, scope: Scope | undefined, node: Ast.QueryExpression): BoundQuery {
  switch (node.kind) {
    case 'QuerySpecification':
      return bindSelect(context, scope, node);
    case 'SetOperation':
      return bindSetOperation(context, scope, node);
    case 'ParenthesizedQuery':
      return bindParenthesized(context, scope, node);
    default:
      return assertUnreachable(node);
  }
}

/** Parentheses matter only where an ORDER BY or FOR stands behind them. */
function bindParenthesized(context: BinderContext, scope: Scope | undefined, node: Ast.ParenthesizedQuery): BoundQuery {
  if (!node.orderBy && !node.for) return bindQuery(context, scope, node.query);
  const { query } = node;
  return bindQuery(context, scope, {
    ...query,
    orderBy: node.orderBy ?? query.orderBy,
    offset: node.offset ?? query.offset,
    for: node.for ?? query.for,
  });
}
