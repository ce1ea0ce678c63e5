import type { Expression } from '../ast/expressions.js';
import type { LogicalExpression, PredicateNode } from '../ast/predicates.js';
import type { NodeWriter } from '../grammar/rule.js';
import { commaList, inParentheses, type PrintTable } from './print-table.js';

export const printPredicates: PrintTable<PredicateNode> = {
  ComparisonPredicate: (node, w) =>
    w
      .node(node.left)
      .text(node.operator === '=*' ? '= *' : node.operator)
      .node(node.right),
  QuantifiedComparisonPredicate: (node, w) =>
    w.node(node.left).text(node.operator).text(node.quantifier).open().node(node.query).tight(')'),
  BetweenPredicate: (node, w) =>
    negation(w.node(node.operand), node.negated).text('BETWEEN').node(node.low).text('AND').node(node.high),
  InPredicate: (node, w) => {
    negation(w.node(node.operand), node.negated).text('IN');
    if (node.query) w.open().node(node.query).tight(')');
    else inParentheses(node.values ?? [], w);
  },
  LikePredicate: (node, w) => {
    negation(w.node(node.operand), node.negated).text('LIKE').node(node.pattern);
    if (!node.escape) return;
    if (node.odbcEscape) w.open('{').text('ESCAPE').node(node.escape).tight('}');
    else w.text('ESCAPE').node(node.escape);
  },
  IsNullPredicate: (node, w) => negation(w.node(node.operand).text('IS'), node.negated).text('NULL'),
  IsDistinctFromPredicate: (node, w) =>
    negation(w.node(node.left).text('IS'), node.negated).text('DISTINCT FROM').node(node.right),
  ExistsPredicate: (node, w) => w.text('EXISTS').open().node(node.query).tight(')'),
  LogicalExpression: (node, w) => printLogical(node, w),
  NotExpression: (node, w) => {
    w.text('NOT');
    logicalOperand(node.operand, node.operand.kind === 'LogicalExpression', w);
  },
  FullTextPredicate: (node, w) => {
    w.text(node.function).tight('(').glue();
    if (node.property) {
      w.text('PROPERTY').tight('(').glue();
      commaList(node.columns, w);
      w.tight(',').node(node.property).tight(')');
    } else if (node.columns.length === 1) commaList(node.columns, w);
    else inParentheses(node.columns, w);
    w.tight(',').node(node.search);
    if (node.language) w.tight(',').text('LANGUAGE').node(node.language);
    w.tight(')');
  },
  FullTextColumn: (node, w) => {
    if (node.column) w.node(node.column);
    else w.text('*');
  },
  UpdatedColumnPredicate: (node, w) => w.text('UPDATE').tight('(').glue().node(node.column).tight(')'),
  CurrentOfPredicate: (node, w) => {
    w.text('CURRENT OF');
    if (node.global) w.text('GLOBAL');
    w.node(node.cursor);
  },
  TsEqualPredicate: (node, w) =>
    w.text('TSEQUAL').tight('(').glue().node(node.left).tight(',').node(node.right).tight(')'),
  RegexpLikePredicate: (node, w) => {
    w.text('REGEXP_LIKE').tight('(').glue();
    commaList(node.arguments, w);
    w.tight(')');
  },
  GraphMatchPredicate: (node, w) => w.text('MATCH').tight('(').glue().node(node.pattern).tight(')'),
  GraphPatternAnd: (node, w) => w.node(node.left).text('AND').node(node.right),
  GraphPath: (node, w) => {
    w.node(node.first);
    for (const step of node.steps) w.node(step);
  },
  GraphNode: (node, w) => {
    if (node.lastNode) w.text('LAST_NODE').tight('(').glue().node(node.name).tight(')');
    else w.node(node.name);
  },
  GraphStep: (node, w) => {
    w.tight(node.direction === 'left' ? '<-(' : '-(')
      .glue()
      .node(node.edge)
      .tight(node.direction === 'left' ? ')-' : ')->');
    w.glue().node(node.node);
  },
  GraphShortestPath: (node, w) => {
    w.text('SHORTEST_PATH').tight('(').glue();
    if (node.first) w.node(node.first).tight('(').glue();
    else w.open();
    for (const step of node.steps) {
      if (node.first) w.node(step);
      else {
        w.node(step.node)
          .tight(step.direction === 'left' ? '<-(' : '-(')
          .glue()
          .node(step.edge);
        w.tight(step.direction === 'left' ? ')-' : ')->').glue();
      }
    }
    w.tight(')').glue().node(node.quantifier);
    if (node.lastNode) w.glue().node(node.lastNode);
    w.tight(')');
  },
  GraphQuantifier: (node, w) => {
    if (node.maximum === undefined) w.tight('+');
    else w.tight('{').glue().text(String(node.minimum)).tight(',').glue().text(String(node.maximum)).tight('}');
  },
  GraphLastNodeEquality: (node, w) => w.node(node.left).text('=').node(node.right),
};

function negation(w: NodeWriter, negated: boolean): NodeWriter {
  return negated ? w.text('NOT') : w;
}

/** A chain of ANDs or ORs, one condition a line, walked along its left side without recursion. */
function printLogical(node: LogicalExpression, w: NodeWriter): void {
  const chain: LogicalExpression[] = [node];
  let { left } = node;
  while (left.kind === 'LogicalExpression' && left.operator === node.operator) {
    chain.push(left);
    left = left.left;
  }
  logicalOperand(left, isLooser(left, node), w);
  w.indent();
  for (const part of chain.reverse()) {
    w.line().text(part.operator);
    logicalOperand(
      part.right,
      part.right.kind === 'LogicalExpression' && (isLooser(part.right, part) || part.right.operator === part.operator),
      w,
    );
  }
  w.dedent();
}

function isLooser(child: Expression, parent: LogicalExpression): boolean {
  return child.kind === 'LogicalExpression' && child.operator === 'OR' && parent.operator === 'AND';
}

function logicalOperand(expression: Expression, parentheses: boolean, w: NodeWriter): void {
  if (parentheses) w.open().node(expression).tight(')');
  else w.node(expression);
}
