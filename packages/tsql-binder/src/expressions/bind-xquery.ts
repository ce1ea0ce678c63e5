import type { Ast } from '@datamigrate/tsql-syntax';
import type { BinderContext } from '../binder-context.js';
import { resolveColumn } from '../scope/resolve-column.js';
import type { Scope } from '../scope/scope.js';
import type { BoundExpression } from '../tree/expression.js';
import { stringLiteral } from './bind-literal.js';
import { bindVariable } from './bind-variable.js';

const REFERENCE = /\bsql:(column|variable)\s*\(\s*(?:"([^"]*)"|'([^']*)')\s*\)/g;

/**
 * The XQuery of a method of xml, and behind it what its sql:column() and sql:variable() mean, each once and in the order
 * of the text. Namespaces of WITH XMLNAMESPACES stand in front of it, as if they were declared there.
 * Source: learn.microsoft.com/sql/xquery/xquery-extension-functions-sql-column
 */
export function bindXQuery(context: BinderContext, scope: Scope, written: Ast.StringLiteral): BoundExpression[] {
  const text = `${scope.xmlNamespaces()}${written.value}`;
  const seen = new Set<string>();
  const references: BoundExpression[] = [];
  for (const [, kind = '', double, single] of written.value.matchAll(REFERENCE)) {
    const name = double ?? single ?? '';
    const key = `${kind} ${name}`.toLowerCase();
    if (seen.has(key)) continue;
    seen.add(key);
    references.push(kind === 'variable' ? variable(context, name, written) : column(context, scope, name, written));
  }
  return [stringLiteral(context, text, written.national, written), ...references];
}

const identifier = (name: string, { start, end }: Ast.StringLiteral): Ast.Identifier => ({
  kind: 'Identifier',
  start,
  end,
  name,
  quote: 'none',
});

function variable(context: BinderContext, name: string, { start, end }: Ast.StringLiteral): BoundExpression {
  return bindVariable(context, { kind: 'Variable', start, end, name });
}

function column(context: BinderContext, scope: Scope, name: string, node: Ast.StringLiteral): BoundExpression {
  const parts = name.split('.').map((part) => identifier(part.trim().replace(/^\[(.*)\]$/, '$1'), node));
  const last = parts.pop() ?? identifier('', node);
  const { start, end } = node;
  return resolveColumn(context, scope, { kind: 'ColumnReference', start, end, qualifier: parts, column: last });
}
