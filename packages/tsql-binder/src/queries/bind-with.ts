import { type Ast, walk } from '@datamigrate/tsql-syntax';
import type { BinderContext } from '../binder-context.js';
import { Scope, type ScopeCte } from '../scope/scope.js';
import { checkNames, renamed } from '../tables/column-names.js';
import type { BoundCte, BoundQuery } from '../tree/query.js';
import { bindQuery } from './bind-query.js';

/** The CTEs of a WITH clause, made visible in `scope` one after the other. */
export function bindWith(context: BinderContext, scope: Scope, node: Ast.WithClause | undefined): BoundCte[] {
  if (!node) return [];
  if (node.namespaces) scope.declareXmlNamespaces(node.namespaces.items.map(declaration).join(''));
  return node.tables.map((table) => bindCte(context, scope, table));
}

function declaration({ prefix, uri }: Ast.XmlNamespace): string {
  const address = uri.value.replaceAll('"', '""');
  return prefix ? `declare namespace ${prefix.name}="${address}";` : `declare default element namespace "${address}";`;
}

function bindCte(context: BinderContext, scope: Scope, node: Ast.CommonTableExpression): BoundCte {
  const cte: ScopeCte = { id: context.newCte(), name: node.name.name, columns: undefined, referencedByItself: false };
  const inner = new Scope(scope);
  const recursive = mentions(node.query, node.name.name) && node.query.kind === 'SetOperation';
  let query: BoundQuery;
  if (recursive && node.query.kind === 'SetOperation') {
    // The anchor, everything before the first part that names the CTE, fixes its columns.
    const anchor = bindQuery(context, inner, anchorOf(node.query, node.name.name));
    cte.columns = renamed(context, anchor.columns, node.columns, cte.name, node).map((column) => ({
      ...column,
      nullable: true,
    }));
    inner.addCte(cte);
    query = bindQuery(context, inner, node.query);
  } else {
    query = bindQuery(context, inner, node.query);
    cte.columns = renamed(context, query.columns, node.columns, cte.name, node);
  }
  checkNames(context, cte.columns, cte.name, node);
  scope.addCte(cte);
  const bound: BoundCte = { id: cte.id, name: cte.name, columns: cte.columns, query, recursive };
  return context.commented(bound, node);
}

function anchorOf(query: Ast.QueryExpression, name: string): Ast.QueryExpression {
  let anchor = query;
  while (anchor.kind === 'SetOperation' && mentions(anchor, name)) anchor = anchor.left;
  return anchor;
}

/** Whether a query names the CTE in a FROM anywhere inside. */
function mentions(query: Ast.QueryExpression, name: string): boolean {
  const wanted = name.toLowerCase();
  let found = false;
  walk(query, (node) => {
    if (node.kind === 'NamedTable') {
      const table = (node as Ast.NamedTable).name;
      if (!table.schema && table.name.name.toLowerCase() === wanted) found = true;
    }
    return !found;
  });
  return found;
}
