import type { Ast } from '@datamigrate/tsql-syntax';
import type { BinderContext } from '../binder-context.js';
import { bindExpression } from '../expressions/bind-expression.js';
import { bindPredicate } from '../predicates/bind-predicate.js';
import { isQualifiedBy, refuseUnbound } from '../scope/resolve-column.js';
import { relationsOf, Scope } from '../scope/scope.js';
import { bindTable } from '../tables/bind-table.js';
import type { BoundExpression, BoundOrderItem } from '../tree/expression.js';
import { containsAggregate, containsWindow, fingerprint, predicateOperands, someExpression } from '../tree/inspect.js';
import { errorExpression, nullLiteral, spanFrom } from '../tree/make.js';
import type { BoundFor, BoundSelect, BoundSelectItem, OutputColumn } from '../tree/query.js';
import type { BoundTable } from '../tree/table.js';
import { applyGrouping } from './apply-grouping.js';
import { bindGroupBy } from './bind-group-by.js';
import { bindOffset, bindTop } from './bind-offset.js';
import { numbersFromSystemViews } from './numbers-from-system-views.js';

/** One SELECT, in the order in which SQL Server gives its clauses a meaning: FROM, WHERE, GROUP BY, SELECT, HAVING, ORDER BY. */
export function bindSelect(
  context: BinderContext,
  outer: Scope | undefined,
  node: Ast.QuerySpecification,
): BoundSelect {
  const scope = new Scope(outer);
  const from = (node.from?.tables ?? []).map((table) => bindTable(context, scope, table));
  for (const window of node.window?.windows ?? []) scope.addWindow(window.name.name, window.over);
  const where = node.where && bindPredicate(context, scope, node.where.condition);
  if (where) forbidIn(context, 'WHERE', predicateOperands(where), node.where ?? node);
  const written = node.groupBy && context.commented(bindGroupBy(context, scope, node.groupBy), node.groupBy);
  const items: BoundSelectItem[] = [];
  for (const element of node.select) bindSelectElement(context, scope, from, element, items);
  const having = node.having && bindPredicate(context, scope, node.having.condition);
  if (having && predicateOperands(having).some(containsWindow))
    context.report('bind-window-not-allowed', {}, node.having);
  const orderBy = (node.orderBy?.items ?? []).map((item) => bindOrderItem(context, scope, item, items, node));
  const aggregated =
    written !== undefined ||
    having !== undefined ||
    items.some((item) => containsAggregate(item.expression)) ||
    orderBy.some((item) => containsAggregate(item.expression));
  const groupBy = written ?? (aggregated ? { keys: [], sets: [[]], implicit: true } : undefined);
  const grouped = groupBy ? applyGrouping(context, groupBy, { items, having, orderBy }) : { items, having, orderBy };
  const select: BoundSelect = {
    kind: 'select',
    columns: grouped.items.map(outputOf),
    ctes: [],
    orderBy: grouped.orderBy,
    orderComments: node.orderBy && context.comments?.get(node.orderBy),
    offset: bindOffset(context, outer, node.offset),
    span: spanFrom(node),
    select: grouped.items,
    distinct: node.quantifier === 'DISTINCT',
    top: bindTop(context, outer, node.top),
    from,
    where,
    groupBy,
    having: grouped.having,
    for: bindFor(context, scope, node.for),
  };
  checkDistinctOrder(context, select, node);
  checkOrderedAggregates(context, select, node);
  return context.commented(numbersFromSystemViews(context, select), node);
}

function outputOf(item: BoundSelectItem): OutputColumn {
  const { expression } = item;
  return { name: item.name, type: expression.type, nullable: expression.nullable, collation: expression.collation };
}

/** One element of SELECT or OUTPUT, added to `items`: an expression, or the columns that `*` stands for. */
export function bindSelectElement(
  context: BinderContext,
  scope: Scope,
  from: readonly BoundTable[],
  element: Ast.SelectElement,
  items: BoundSelectItem[],
): void {
  switch (element.kind) {
    case 'SelectColumn': {
      const expression = bindExpression(context, scope, element.expression);
      const alias = element.alias && (element.alias.kind === 'Identifier' ? element.alias.name : element.alias.value);
      const item: BoundSelectItem = { expression, name: alias ?? columnName(element.expression) };
      items.push(context.commented(item, element));
      return;
    }
    case 'SelectStar':
      expandStar(context, scope, from, element).forEach((item, i) => {
        items.push(i === 0 ? context.commented(item, element) : item);
      });
      return;
    case 'SelectSetVariable':
      context.report('bind-mixed-assignment', {}, element);
      items.push({ expression: errorExpression(element), name: undefined });
  }
}

/** A bare column gives its own name to the output; any other expression gives none. */
function columnName(expression: Ast.Expression): string | undefined {
  let inner = expression;
  while (inner.kind === 'ParenthesizedExpression' || inner.kind === 'CollateExpression')
    inner = inner.kind === 'ParenthesizedExpression' ? inner.expression : inner.operand;
  return inner.kind === 'ColumnReference' ? inner.column.name : undefined;
}

/** `*` and `t.*`: the columns of FROM in the order of the text. */
function expandStar(
  context: BinderContext,
  scope: Scope,
  from: readonly BoundTable[],
  element: Ast.SelectStar,
): BoundSelectItem[] {
  const { qualifier } = element;
  const relations = from.flatMap(relationsOf);
  if (relations.length === 0) {
    context.report('bind-no-from-for-star', {}, element);
    return [];
  }
  const chosen = relations.filter((relation) => {
    const visible = scope.relations.find((candidate) => candidate.relation === relation.relation);
    return qualifier.length === 0 || (visible !== undefined && isQualifiedBy(context, visible, qualifier));
  });
  if (chosen.length === 0) {
    context.report(
      'bind-unknown-qualifier',
      { name: `'${qualifier.map((part) => part?.name ?? '').join('.')}.*'`, help: '' },
      element,
    );
    return [];
  }
  return chosen.flatMap((relation) =>
    scope.columnsOf(relation).flatMap((column, ordinal): BoundSelectItem[] => {
      if (column.hidden) return [];
      if (column.unbound) {
        const unread = context.unreadStars.has(element);
        const value = unread ? nullLiteral(column.type, spanFrom(element)) : refuseUnbound(context, column, element);
        return [{ expression: value, name: column.name }];
      }
      const { type, nullable, collation, name } = column;
      const expression: BoundExpression = {
        kind: 'column',
        type,
        nullable,
        collation,
        span: spanFrom(element),
        relation: relation.relation,
        ordinal,
        name: name ?? '',
        level: 0,
      };
      return [{ expression, name }];
    }),
  );
}

/** A number is a position, a bare name is first an alias of SELECT; anything else is an expression over FROM. */
function bindOrderItem(
  context: BinderContext,
  scope: Scope,
  item: Ast.OrderByItem,
  items: readonly BoundSelectItem[],
  node: Ast.QuerySpecification,
): BoundOrderItem {
  const descending = item.direction === 'DESC';
  const { expression } = item;
  if (expression.kind === 'IntegerLiteral') {
    const ordinal = Number(expression.text) - 1;
    const target = items[ordinal];
    if (target) return { expression: outputReference(target, ordinal, item), descending };
    context.report('bind-order-by-position', { position: expression.text, count: items.length }, item);
    return { expression: errorExpression(item), descending };
  }
  if (expression.kind === 'ColumnReference' && expression.qualifier.length === 0) {
    const ordinal = aliasOrdinal(context, items, expression.column.name, node);
    const target = ordinal < 0 ? undefined : items[ordinal];
    if (target) return { expression: outputReference(target, ordinal, item), descending };
  }
  return { expression: bindExpression(context, scope, expression), descending };
}

function aliasOrdinal(
  context: BinderContext,
  items: readonly BoundSelectItem[],
  name: string,
  node: Ast.QuerySpecification,
): number {
  const matches: number[] = [];
  items.forEach((item, i) => {
    if (item.name !== undefined && context.catalog.sameName(item.name, name)) matches.push(i);
  });
  if (matches.length < 2) return matches[0] ?? -1;
  const distinct = new Set(matches.map((i) => fingerprint(items[i]?.expression)));
  if (distinct.size > 1)
    context.report(
      'bind-ambiguous-column',
      { name: `'${name}'`, candidates: 'several selected columns' },
      node.orderBy ?? node,
    );
  return matches[0] ?? -1;
}

function outputReference(target: BoundSelectItem, ordinal: number, item: Ast.OrderByItem): BoundExpression {
  const { expression } = target;
  return {
    kind: 'output-column',
    type: expression.type,
    nullable: expression.nullable,
    collation: expression.collation,
    span: spanFrom(item),
    ordinal,
    name: target.name,
  };
}

const AGGREGATE_ERRORS = {
  WHERE: 147,
  'GROUP BY': 144,
  ON: 1015,
  'the set list of an UPDATE statement': 157,
} as const;

/** WHERE and GROUP BY come before there are groups and windows. */
export function forbidIn(
  context: BinderContext,
  clause: keyof typeof AGGREGATE_ERRORS,
  expressions: readonly BoundExpression[],
  node: Ast.AstNode,
): void {
  if (expressions.some(containsAggregate)) {
    context.report('bind-aggregate-not-allowed', { clause, number: AGGREGATE_ERRORS[clause] }, node);
  }
  if (expressions.some(containsWindow)) context.report('bind-window-not-allowed', {}, node);
}

/** With DISTINCT, what orders the rows must be selected. */
function checkDistinctOrder(context: BinderContext, select: BoundSelect, node: Ast.QuerySpecification): void {
  if (!select.distinct) return;
  const selected = new Set(select.select.map((item) => fingerprint(item.expression)));
  for (const item of select.orderBy) {
    const known =
      item.expression.kind === 'output-column' ||
      item.expression.kind === 'error' ||
      selected.has(fingerprint(item.expression));
    if (!known && !someExpression(item.expression, (inner) => inner.kind === 'error')) {
      context.report(
        'bind-order-by-not-selected',
        { reason: 'if SELECT DISTINCT is specified', number: 145 },
        node.orderBy ?? node,
      );
    }
  }
}

function bindFor(context: BinderContext, scope: Scope, node: Ast.ForClause | undefined): BoundFor | undefined {
  if (node?.kind === 'ForXmlClause' && scope.xmlNamespaces() !== '')
    context.report('bind-unsupported', { construct: 'FOR XML with namespaces', help: '' }, node);
  if (node?.kind === 'ForXmlClause') {
    return {
      format: 'XML',
      mode: node.mode,
      element: node.element?.value,
      directives: node.directives.map((d) => ({ name: d.name, value: d.value?.value })),
    };
  }
  if (node?.kind === 'ForJsonClause') {
    return {
      format: 'JSON',
      mode: node.mode,
      directives: node.directives.map((d) => ({ name: d.name, value: d.value?.value })),
    };
  }
  return undefined;
}

/** Rows stand in one order in a query: its ordered aggregates must agree on it. */
function checkOrderedAggregates(context: BinderContext, select: BoundSelect, node: Ast.QuerySpecification): void {
  if (!select.groupBy) return;
  const orders: string[][] = [];
  for (const { expression } of select.select) {
    const collect = (inner: BoundExpression): boolean => {
      if (inner.kind === 'aggregate' && inner.orderBy.length > 0)
        orders.push(inner.orderBy.map((item) => `${fingerprint(item.expression)} ${item.descending}`));
      return false;
    };
    // Aggregates do not nest.
    someExpression(expression, collect, (inner) => inner.kind === 'aggregate');
  }
  const longest = orders.reduce((a, b) => (b.length > a.length ? b : a), []);
  if (orders.some((order) => order.some((part, i) => part !== longest[i])))
    context.report('bind-ordered-aggregates', {}, node);
}
