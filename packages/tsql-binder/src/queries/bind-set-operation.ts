import { type SqlType, unify } from '@datamigrate/catalog';
import type { Ast } from '@datamigrate/tsql-syntax';
import type { BinderContext } from '../binder-context.js';
import { unifyExpressions } from '../expressions/bind-case.js';
import type { Scope } from '../scope/scope.js';
import type { BoundCollation, BoundExpression, BoundOrderItem } from '../tree/expression.js';
import { errorExpression, spanFrom } from '../tree/make.js';
import type { BoundQuery, BoundSetOperation, OutputColumn } from '../tree/query.js';
import { bindOffset } from './bind-offset.js';
import { bindQuery } from './bind-query.js';

/** UNION, EXCEPT, INTERSECT. A chain leans left and may be long: it is bound from its first query on. */
export function bindSetOperation(context: BinderContext, scope: Scope | undefined, node: Ast.SetOperation): BoundQuery {
  const links: Ast.SetOperation[] = [];
  let first: Ast.QueryExpression = node;
  while (first.kind === 'SetOperation' && (first === node || !first.orderBy)) {
    links.push(first);
    first = first.left;
  }
  let result = bindQuery(context, scope, first);
  for (const link of links.reverse()) {
    result = combine(context, link, result, bindQuery(context, scope, link.right));
  }
  if (result.kind !== 'set-operation') return result;
  const orderBy = (node.orderBy?.items ?? []).map((item) => bindOrderItem(context, item, result));
  return { ...result, orderBy, offset: bindOffset(context, scope, node.offset) };
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
  const columns = left.columns.map((column, i) => combineColumns(left, right, column, right.columns[i], i));
  return { kind: 'set-operation', columns, ctes: [], orderBy: [], span: spanFrom(node), operator, left, right };
}

/** The column has the left side's name, and a type that holds both sides. */
function combineColumns(
  left: BoundQuery,
  right: BoundQuery,
  a: OutputColumn,
  b: OutputColumn | undefined,
  i: number,
): OutputColumn {
  if (!b) return a;
  return {
    name: a.name,
    type: unifySides(left, right, a.type, b.type, i),
    nullable: a.nullable || b.nullable,
    collation: combineColumnCollations(a.collation, b.collation),
  };
}

function unifySides(left: BoundQuery, right: BoundQuery, a: SqlType, b: SqlType, i: number): SqlType {
  const sides = [left, right].map((query) => (query.kind === 'select' ? query.select[i]?.expression : undefined));
  if (sides.every((side): side is BoundExpression => side !== undefined)) return unifyExpressions(sides);
  const type = unify(a, b);
  return type.name === 'null' ? { name: 'int' } : type;
}

function combineColumnCollations(
  a: BoundCollation | undefined,
  b: BoundCollation | undefined,
): BoundCollation | undefined {
  if (!a || !b) return a ?? b;
  if (a.name.toLowerCase() === b.name.toLowerCase()) return a;
  if (a.label === 'explicit' || b.label === 'coercible-default') return a;
  if (b.label === 'explicit' || a.label === 'coercible-default') return b;
  return { name: a.name, label: 'none' };
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
        { reason: `if the statement contains a ${query.operator} operator` },
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
