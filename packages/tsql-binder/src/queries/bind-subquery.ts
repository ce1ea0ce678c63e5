import type { Ast } from '@datamigrate/tsql-syntax';
import type { BinderContext } from '../binder-context.js';
import type { Scope } from '../scope/scope.js';
import type { BoundQuery } from '../tree/query.js';
import { bindQuery } from './bind-query.js';

/** A query inside another one: it sees the columns of the queries around it. */
export function bindSubquery(
  context: BinderContext,
  scope: Scope,
  node: Ast.QueryExpression,
  options: { readonly columns?: 1 } = {},
): BoundQuery {
  const query = bindQuery(context, scope, node);
  const isText = query.kind === 'select' && query.for !== undefined;
  if (options.columns === 1 && query.columns.length !== 1 && !isText)
    context.report('bind-single-column-expected', {}, node);
  return query;
}
