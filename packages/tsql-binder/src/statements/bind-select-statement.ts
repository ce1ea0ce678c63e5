import { type Ast, walk } from '@datamigrate/tsql-syntax';
import type { BinderContext } from '../binder-context.js';
import { bindQuery } from '../queries/bind-query.js';
import { bindWith } from '../queries/bind-with.js';
import { Scope } from '../scope/scope.js';
import { spanFrom } from '../tree/make.js';
import type { BoundQuery } from '../tree/query.js';
import type { BoundSelectInto, BoundSelectStatement, BoundSelectVariables } from '../tree/statement.js';
import { bindSelectInto } from './bind-select-into.js';
import { assignsVariables, bindSelectVariables } from './bind-select-variables.js';

/** A SELECT with its WITH clause: of a batch, a view, a cursor or an inline function. */
export function bindSelectStatement(context: BinderContext, node: Ast.Select): BoundQuery {
  const { scope, ctes } = openSelect(context, node);
  const query = bindQuery(context, scope, node.query);
  return ctes.length > 0 ? { ...query, ctes } : query;
}

function openSelect(context: BinderContext, node: Ast.Select) {
  const scope = new Scope(undefined);
  const ctes = bindWith(context, scope, node.with);
  const [cte] = ctes;
  if (cte && isConstant(node.query)) context.report('bind-unused-cte', { name: `'${cte.name}'` }, node.with ?? node);
  if (node.compute.length > 0) {
    context.report('bind-unsupported', { construct: 'COMPUTE', help: 'Use GROUP BY with ROLLUP.' }, node.compute[0]);
  }
  return { scope, ctes };
}

/** A SELECT as a statement of its own: to the client, into variables, or into a new table. */
export function bindSelectAsStatement(
  context: BinderContext,
  node: Ast.Select,
): BoundSelectStatement | BoundSelectVariables | BoundSelectInto {
  const specification = assignsVariables(node.query);
  if (specification) {
    const { scope, ctes } = openSelect(context, node);
    return bindSelectVariables(context, scope, ctes, specification);
  }
  const query = bindSelectStatement(context, node);
  const into = intoOf(node.query);
  if (into) return bindSelectInto(context, query, into, node);
  return { kind: 'select', span: spanFrom(node), valid: true, query };
}

/** INTO stands in the first SELECT of a set operation. */
function intoOf(query: Ast.QueryExpression): Ast.IntoClause | undefined {
  let first = query;
  while (first.kind !== 'QuerySpecification') first = first.kind === 'SetOperation' ? first.left : first.query;
  return first.into;
}

/** Only a SELECT of nothing but values makes an unused CTE an error: whatever else it has keeps SQL Server from looking. */
function isConstant(query: Ast.QueryExpression): boolean {
  if (query.kind !== 'QuerySpecification') return false;
  if (query.from || query.where || query.orderBy || query.top || query.quantifier || query.groupBy || query.having)
    return false;
  let constant = true;
  for (const element of query.select) {
    walk(element, ({ kind }) => {
      if (kind === 'ScalarSubquery' || kind === 'ExistsPredicate' || kind === 'FunctionCall') constant = false;
      return constant;
    });
  }
  return constant;
}
