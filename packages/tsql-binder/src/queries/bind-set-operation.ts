import { isCharacter, type SqlType, unify } from '@datamigrate/catalog';
import { withFields } from '@datamigrate/foundation';
import type { Ast } from '@datamigrate/tsql-syntax';
import type { BinderContext } from '../binder-context.js';
import { unifyExpressions } from '../expressions/bind-case.js';
import { combineTwo } from '../expressions/collation.js';
import type { Scope } from '../scope/scope.js';
import type { BoundExpression, BoundOrderItem } from '../tree/expression.js';
import { errorExpression, spanFrom } from '../tree/make.js';
import type { BoundQuery, BoundSetOperation, OutputColumn } from '../tree/query.js';
import { bindOffset } from './bind-offset.js';
import { bindQuery } from './bind-query.js';

/** UNION, EXCEPT, INTERSECT. */
export function bindSetOperation(context: BinderContext, scope: Scope | undefined, node: Ast.SetOperation): BoundQuery {
  const chain = bindChain(context, scope, node);
  if (chain.kind !== 'set-operation') return chain;
  const types = chain.columns.map(({ type }): SqlType => (type.name === 'null' ? { name: 'int' } : type));
  const result = withUntypedAs(chain, types);
  const orderBy = (node.orderBy?.items ?? []).map((item) => bindOrderItem(context, item, result));
  return withFields(result, { orderBy, offset: bindOffset(context, scope, node.offset) });
}

/** The operations from the first query on: a chain leans left and may be long. What is NULL so far has no type yet. */
function bindChain(context: BinderContext, scope: Scope | undefined, node: Ast.SetOperation): BoundQuery {
  const links: Ast.SetOperation[] = [];
  let first: Ast.QueryExpression = node;
  while (first.kind === 'SetOperation' && (first === node || !first.orderBy)) {
    links.push(first);
    first = first.left;
  }
  let result = bindMember(context, scope, first);
  for (const link of links.reverse()) {
    result = combine(context, link, result, bindMember(context, scope, link.right));
  }
  return result;
}

/** One side; operations in parentheses belong to the chain, for a NULL in them takes its type from the whole. */
function bindMember(context: BinderContext, scope: Scope | undefined, node: Ast.QueryExpression): BoundQuery {
  let inner = node;
  while (inner.kind === 'ParenthesizedQuery' && !inner.orderBy && !inner.for) inner = inner.query;
  return inner.kind === 'SetOperation' && !inner.orderBy
    ? bindChain(context, scope, inner)
    : bindQuery(context, scope, inner);
}

/** Columns that were NULL in every member up to some operation take the type that the whole has. */
function withUntypedAs(query: BoundSetOperation, types: readonly SqlType[]): BoundSetOperation {
  const links: BoundSetOperation[] = [];
  let first: BoundQuery = query;
  while (first.kind === 'set-operation') {
    links.push(first);
    first = first.left;
  }
  for (const link of links.reverse()) {
    const columns = link.columns.map((column, i) =>
      column.type.name === 'null' ? { ...column, type: types[i] ?? column.type } : column,
    );
    const { right } = link;
    first = { ...link, columns, left: first, right: right.kind === 'select' ? right : withUntypedAs(right, types) };
  }
  return first.kind === 'set-operation' ? first : query;
}

function combine(
  context: BinderContext,
  node: Ast.SetOperation,
  left: BoundQuery,
  right: BoundQuery,
): BoundSetOperation {
  if (left.columns.length !== right.columns.length) {
    context.report(
      'bind-column-count',
      { operation: node.operator, left: left.columns.length, right: right.columns.length },
      node,
    );
  }
  const { operator } = node;
  if (operator === 'EXCEPT ALL' || operator === 'INTERSECT ALL') {
    context.report('bind-unsupported', { construct: operator, help: '' }, node);
    return {
      kind: 'set-operation',
      columns: left.columns,
      ctes: [],
      orderBy: [],
      span: spanFrom(node),
      operator: 'EXCEPT',
      left,
      right,
    };
  }
  const span = spanFrom(node);
  const columns = left.columns.map((a, i): OutputColumn => {
    const b = right.columns[i];
    if (!b) return a;
    const type = unifySides(left, right, a.type, b.type, i);
    const collation = isCharacter(type) ? combineTwo(context, a.collation, b.collation, span) : undefined;
    // The left side's name, and a type that holds both sides.
    return { name: a.name, type, nullable: a.nullable || b.nullable, collation };
  });
  return { kind: 'set-operation', columns, ctes: [], orderBy: [], span, operator, left, right };
}

function unifySides(left: BoundQuery, right: BoundQuery, a: SqlType, b: SqlType, i: number): SqlType {
  const sides = [left, right].map((query) => (query.kind === 'select' ? query.select[i]?.expression : undefined));
  const typed = a.name !== 'null' && b.name !== 'null';
  if (typed && sides.every((side): side is BoundExpression => side !== undefined)) return unifyExpressions(sides);
  return unify(a, b);
}

/** Behind a set operation ORDER BY knows only the columns that come out: by name or by position. */
function bindOrderItem(context: BinderContext, item: Ast.OrderByItem, query: BoundSetOperation): BoundOrderItem {
  return { expression: bindOutput(context, item, query), descending: item.direction === 'DESC' };
}

function bindOutput(context: BinderContext, item: Ast.OrderByItem, query: BoundSetOperation): BoundExpression {
  let { expression } = item;
  while (expression.kind === 'CollateExpression' || expression.kind === 'ParenthesizedExpression') {
    expression = expression.kind === 'CollateExpression' ? expression.operand : expression.expression;
  }
  const ordinal = ordinalOf(context, expression, query.columns);
  const column = query.columns[ordinal];
  if (!column) {
    if (expression.kind === 'IntegerLiteral') {
      context.report('bind-order-by-position', { position: expression.text, count: query.columns.length }, item);
    } else
      context.report(
        'bind-order-by-not-selected',
        { reason: `if the statement contains a ${query.operator} operator`, number: 104 },
        item,
      );
    return errorExpression(item);
  }
  return {
    kind: 'output-column',
    type: column.type,
    nullable: column.nullable,
    collation: column.collation,
    span: spanFrom(item),
    ordinal,
    name: column.name,
  };
}

function ordinalOf(context: BinderContext, expression: Ast.Expression, columns: readonly OutputColumn[]): number {
  if (expression.kind === 'IntegerLiteral') return Number(expression.text) - 1;
  if (expression.kind !== 'ColumnReference') return -1;
  const { name } = expression.column;
  return columns.findIndex((column) => column.name !== undefined && context.catalog.sameName(column.name, name));
}
