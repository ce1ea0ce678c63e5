import type { QueryExpression, QueryNode, QueryTail, SelectElement, SetOperation } from '../ast/queries.js';
import type { NodeWriter } from '../grammar/rule.js';
import { formOfHint } from '../parser/statements/query-hints.js';
import { commaLines, commaList, dotted, inParentheses, type PrintTable, when } from './print-table.js';

export const printQueries: PrintTable<QueryNode> = {
  QuerySpecification: (node, w) => {
    w.text('SELECT');
    if (node.quantifier) w.text(node.quantifier);
    when(node.top, w);
    selectList(node.select, w);
    for (const clause of [node.into, node.from, node.where, node.groupBy, node.having, node.window])
      if (clause) w.line().node(clause);
    tail(node, w);
  },
  SetOperation: (node, w) => {
    const chain = [];
    let left: QueryExpression = node;
    while (left.kind === 'SetOperation' && (left === node || !hasTail(left))) {
      chain.push(left);
      left = left.left;
    }
    w.node(left);
    for (const part of chain.reverse()) {
      // A nested INTERSECT binds before its neighbours as it stands; anything else on the right needs parentheses.
      w.line().text(part.operator).line();
      const grouped = part.right.kind === 'SetOperation' && !(isIntersect(part.right) && !isIntersect(part));
      if (grouped) w.open().node(part.right).tight(')');
      else w.node(part.right);
    }
    tail(node, w);
  },
  ParenthesizedQuery: (node, w) => {
    w.open().node(node.query).tight(')');
    tail(node, w);
  },
  TopClause: (node, w) => {
    w.text('TOP');
    if (node.parenthesized) w.open().node(node.count).tight(')');
    else w.node(node.count);
    if (node.percent) w.text('PERCENT');
    if (node.withTies) w.text('WITH TIES');
    if (node.approximate) w.text('WITH APPROXIMATE');
  },
  SelectColumn: (node, w) => {
    if (!node.alias) w.node(node.expression);
    else if (node.aliasStyle === 'equals') w.node(node.alias).text('=').node(node.expression);
    else w.node(node.expression).text('AS').node(node.alias);
  },
  SelectStar: (node, w) => {
    if (node.qualifier.length > 0) {
      dotted(node.qualifier, w);
      w.tight('.').glue();
    }
    w.text('*');
  },
  SelectSetVariable: (node, w) => w.node(node.variable).text(node.operator).node(node.value),
  IntoClause: (node, w) => {
    w.text('INTO').node(node.target);
    if (node.fileGroup) w.text('ON').node(node.fileGroup);
  },
  FromClause: (node, w) => {
    w.text('FROM');
    commaLinesAfterFirst(node.tables, w);
  },
  WhereClause: (node, w) => w.text('WHERE').node(node.condition),
  HavingClause: (node, w) => w.text('HAVING').node(node.condition),
  GroupByClause: (node, w) => {
    w.text('GROUP BY');
    if (node.all) w.text('ALL');
    commaList(node.items, w);
    if (node.with === 'DISTRIBUTED_AGG') w.text('WITH').open().text('DISTRIBUTED_AGG').tight(')');
    else if (node.with) w.text('WITH').text(node.with);
  },
  GroupingExpression: (node, w) => {
    w.node(node.expression);
    if (node.distributed) w.text('WITH').open().text('DISTRIBUTED_AGG').tight(')');
  },
  GroupingComposite: (node, w) => inParentheses(node.items, w),
  GroupingFunction: (node, w) => inParentheses(node.items, w.text(node.function)),
  GrandTotal: (_, w) => w.open().tight(')'),
  WindowClause: (node, w) => {
    w.text('WINDOW');
    commaList(node.windows, w);
  },
  WindowDefinition: (node, w) => w.node(node.name).text('AS').node(node.over),
  OrderByClause: (node, w) => {
    w.text('ORDER BY');
    commaList(node.items, w);
  },
  OrderByItem: (node, w) => {
    w.node(node.expression);
    if (node.direction) w.text(node.direction);
  },
  OffsetClause: (node, w) => {
    if (node.offset) w.text('OFFSET').node(node.offset).text('ROWS');
    if (node.fetch)
      w.text('FETCH')
        .text(node.approximate ? 'APPROXIMATE NEXT' : 'NEXT')
        .node(node.fetch)
        .text('ROWS ONLY');
  },
  ForBrowseClause: (_, w) => w.text('FOR BROWSE'),
  ForReadOnlyClause: (_, w) => w.text('FOR READ ONLY'),
  ForUpdateClause: (node, w) => {
    w.text('FOR UPDATE');
    if (node.columns.length > 0) {
      w.text('OF');
      commaList(node.columns, w);
    }
  },
  ForXmlClause: (node, w) => {
    w.text('FOR XML').text(node.mode);
    if (node.element) w.open().node(node.element).tight(')');
    for (const directive of node.directives) w.tight(',').node(directive);
  },
  ForXmlDirective: (node, w) => {
    w.text(node.name);
    if (node.value) w.open().node(node.value).tight(')');
  },
  ForJsonClause: (node, w) => {
    w.text('FOR JSON').text(node.mode);
    for (const directive of node.directives) w.tight(',').node(directive);
  },
  ForJsonDirective: (node, w) => {
    w.text(node.name);
    if (node.value) w.open().node(node.value).tight(')');
  },
  WithClause: (node, w) => {
    w.text('WITH');
    if (node.namespaces) w.node(node.namespaces);
    if (node.changeTrackingContext)
      w.text('CHANGE_TRACKING_CONTEXT').open().node(node.changeTrackingContext).tight(')');
    if ((node.namespaces || node.changeTrackingContext) && node.tables.length > 0) w.tight(',');
    commaLinesAfterFirst(node.tables, w);
  },
  CommonTableExpression: (node, w) => {
    w.node(node.name);
    if (node.columns.length > 0) inParentheses(node.columns, w);
    w.text('AS').open().indent().line().node(node.query).dedent().line().text(')');
  },
  XmlNamespaces: (node, w) => inParentheses(node.items, w.text('XMLNAMESPACES')),
  XmlNamespace: (node, w) => {
    if (node.prefix) w.node(node.uri).text('AS').node(node.prefix);
    else w.text('DEFAULT').node(node.uri);
  },
  OptionClause: (node, w) => inParentheses(node.hints, w.text('OPTION')),
  QueryHint: (node, w) => {
    w.text(node.name);
    if (node.table) {
      w.open().node(node.table);
      for (const hint of node.tableHints ?? []) w.tight(',').node(hint);
      w.tight(')');
    }
    if (node.variables) inParentheses(node.variables, w);
    if (node.names) inParentheses(node.names, w);
    if (formOfHint(node.name) === 'assigned') w.text('=');
    when(node.value, w);
  },
  OptimizeForVariable: (node, w) => {
    w.node(node.variable);
    if (node.value) w.text('=').node(node.value);
    else w.text('UNKNOWN');
  },
  TableHint: (node, w) => {
    w.text(node.name);
    if (node.value) w.text('=').node(node.value);
    else if (node.columns && node.indexes) {
      w.open();
      commaList(node.indexes, w);
      inParentheses(node.columns, w);
      w.tight(')');
    } else if (node.indexes) inParentheses(node.indexes, w);
  },
};

function selectList(elements: readonly SelectElement[], w: NodeWriter): void {
  if (elements.length === 1) w.node(elements[0] as SelectElement);
  else commaLines(elements, w);
}

function commaLinesAfterFirst(nodes: readonly { kind: string; start: number; end: number }[], w: NodeWriter): void {
  nodes.forEach((node, i) => {
    if (i > 0) w.tight(',').line();
    w.node(node);
  });
}

function isIntersect(query: SetOperation): boolean {
  return query.operator === 'INTERSECT' || query.operator === 'INTERSECT ALL';
}

function hasTail(query: QueryExpression): boolean {
  return query.orderBy !== undefined || query.for !== undefined;
}

function tail(query: QueryTail, w: NodeWriter): void {
  if (query.orderBy) w.line().node(query.orderBy);
  if (query.offset) w.line().node(query.offset);
  if (query.for) w.line().node(query.for);
}
