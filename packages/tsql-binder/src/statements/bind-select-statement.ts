import type { Ast } from '@datamigrate/tsql-syntax';
import type { BinderContext } from '../binder-context.js';
import { bindQuery } from '../queries/bind-query.js';
import { bindWith } from '../queries/bind-with.js';
import { Scope } from '../scope/scope.js';
import type { BoundQuery } from '../tree/query.js';

/** A SELECT statement with its WITH clause: of a batch, a view, a cursor or an inline function. */
export function bindSelectStatement(context: BinderContext, node: Ast.Select): BoundQuery {
  const scope = new Scope(undefined);
  const ctes = bindWith(context, scope, node.with);
  if (node.compute.length > 0) {
    context.report('bind-unsupported', { construct: 'COMPUTE', help: 'Use GROUP BY with ROLLUP.' }, node.compute[0]);
  }
  const query = bindQuery(context, scope, node.query);
  return { ...query, ctes };
}
