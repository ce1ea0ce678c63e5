import type { BinaryExpression, Expression, ExpressionNode, OverClause } from '../ast/expressions.js';
import type { Literal } from '../ast/literals.js';
import type { PredicateNode } from '../ast/predicates.js';
import type { NodeWriter } from '../grammar/rule.js';
import { callArguments, commaList, dotted, type PrintTable, when } from './print-table.js';

export const printExpressions: PrintTable<Exclude<ExpressionNode, { kind: PrintedElsewhere }>> = {
  SystemVariable: (node, w) => w.text(node.name),
  ColumnReference: (node, w) => dotted([...node.qualifier, node.column], w),
  PseudoColumn: (node, w) => {
    if (node.qualifier.length > 0) {
      dotted(node.qualifier, w);
      w.tight('.').glue();
    }
    w.text(node.name);
  },
  UnaryExpression: (node, w) => {
    // A sign stands close to its operand; two minus signs together would begin a comment.
    w.text(node.operator);
    const doubled = node.operand.kind === 'UnaryExpression' && node.operand.operator === node.operator;
    if (!doubled) w.glue();
    operand(node.operand, node.operand.kind === 'BinaryExpression', w);
  },
  BinaryExpression: (node, w) => {
    for (const part of leftSpine(node)) {
      if (part.first)
        operand(
          part.first,
          part.first.kind === 'BinaryExpression' && level(part.first.operator) < level(part.node.operator),
          w,
        );
      w.text(part.node.operator);
      const { right } = part.node;
      operand(right, right.kind === 'BinaryExpression' && level(right.operator) <= level(part.node.operator), w);
    }
  },
  ParenthesizedExpression: (node, w) => w.open().node(node.expression).tight(')'),
  CaseExpression: (node, w) => {
    w.text('CASE');
    when(node.input, w);
    for (const branch of node.branches) w.node(branch);
    if (node.otherwise) w.text('ELSE').node(node.otherwise);
    w.text('END');
  },
  WhenBranch: (node, w) => w.text('WHEN').node(node.when).text('THEN').node(node.result),
  CastExpression: (node, w) =>
    w
      .text(node.attempt ? 'TRY_CAST' : 'CAST')
      .tight('(')
      .glue()
      .node(node.operand)
      .text('AS')
      .node(node.type)
      .tight(')'),
  ConvertExpression: (node, w) => {
    w.text(node.attempt ? 'TRY_CONVERT' : 'CONVERT')
      .tight('(')
      .glue()
      .node(node.type)
      .tight(',')
      .node(node.operand);
    if (node.style) w.tight(',').node(node.style);
    w.tight(')');
  },
  ParseExpression: (node, w) => {
    w.text(node.attempt ? 'TRY_PARSE' : 'PARSE')
      .tight('(')
      .glue()
      .node(node.operand)
      .text('AS')
      .node(node.type);
    if (node.culture) w.text('USING').node(node.culture);
    w.tight(')');
  },
  FunctionCall: (node, w) => {
    w.node(node.name).tight('(').glue();
    if (node.quantifier) w.text(node.quantifier);
    commaList(node.arguments, w);
    when(node.orderBy, w);
    const inside = node.nulls === 'NULL ON NULL' || node.nulls === 'ABSENT ON NULL';
    if (node.nulls && inside) w.text(node.nulls);
    if (node.returning) w.text('RETURNING').node(node.returning);
    if (node.withArrayWrapper) w.text('WITH ARRAY WRAPPER');
    if (node.model) w.text('USE MODEL').node(node.model);
    if (node.modelParameters) w.text('PARAMETERS').node(node.modelParameters);
    w.tight(')');
    if (node.withinGroup) w.text('WITHIN GROUP').open().node(node.withinGroup).tight(')');
    if (node.withinGraphPath) w.text('WITHIN GROUP').open().text('GRAPH PATH').tight(')');
    if (node.nulls && !inside) w.text(node.nulls);
    if (node.over) w.text('OVER').node(node.over);
  },
  StarArgument: (_, w) => w.text('*'),
  NiladicFunction: (node, w) => w.text(node.name),
  MethodCall: (node, w) => {
    w.node(node.target)
      .tight(node.doubleColon ? '::' : '.')
      .glue()
      .node(node.method);
    if (node.arguments) callArguments(node.arguments, w);
  },
  StaticMethodCall: (node, w) => {
    w.node(node.type).tight('::').glue().node(node.method);
    callArguments(node.arguments, w);
  },
  StaticPropertyReference: (node, w) => w.node(node.type).tight('::').glue().node(node.property),
  CollateExpression: (node, w) => {
    operand(node.operand, node.operand.kind === 'BinaryExpression', w);
    w.text('COLLATE').node(node.collation);
  },
  AtTimeZoneExpression: (node, w) => {
    operand(node.operand, node.operand.kind === 'BinaryExpression', w);
    w.text('AT TIME ZONE').node(node.zone);
  },
  NextValueForExpression: (node, w) => {
    w.text('NEXT VALUE FOR').node(node.sequence);
    if (node.over) w.text('OVER').node(node.over);
  },
  ScalarSubquery: (node, w) => w.open().node(node.query).tight(')'),
  TrimExpression: (node, w) => {
    w.text('TRIM').tight('(').glue();
    if (node.side) w.text(node.side);
    if (node.characters) w.node(node.characters).text('FROM');
    w.node(node.operand).tight(')');
  },
  JsonConstructor: (node, w) => {
    w.text(node.function).tight('(').glue();
    commaList(node.entries, w);
    if (node.nulls) w.text(node.nulls);
    if (node.returning) w.text('RETURNING').node(node.returning);
    w.tight(')');
    if (node.withinGroup) w.text('WITHIN GROUP').open().node(node.withinGroup).tight(')');
    if (node.over) w.text('OVER').node(node.over);
  },
  JsonEntry: (node, w) => {
    if (node.key) w.node(node.key).tight(':');
    w.node(node.value);
  },
  PartitionFunctionCall: (node, w) => {
    if (node.database) w.node(node.database).tight('.').glue();
    w.text('$PARTITION').tight('.').glue().node(node.function);
    callArguments(node.arguments, w);
  },
  OdbcFunctionCall: (node, w) => {
    w.open('{').text('fn');
    if (node.extract) w.text('EXTRACT').tight('(').glue().node(node.extract).text('FROM').node(node.call).tight(')');
    else w.node(node.call);
    w.tight('}');
  },
  IdentityExpression: (node, w) => {
    w.text('IDENTITY').tight('(').glue().node(node.type);
    if (node.seed) w.tight(',').node(node.seed);
    if (node.increment) w.tight(',').node(node.increment);
    w.tight(')');
  },
  OverClause: (node, w) => printWindow(node, w),
  WindowFrame: (node, w) => {
    w.text(node.unit);
    if (node.to) w.text('BETWEEN').node(node.from).text('AND').node(node.to);
    else w.node(node.from);
  },
  FrameBound: (node, w) => {
    if (node.offset) w.node(node.offset);
    w.text(node.bound);
  },
};

/** Kinds that are part of the union of expressions but printed with the names and predicates. */
type PrintedElsewhere = Literal['kind'] | PredicateNode['kind'] | 'Variable';

function printWindow(node: OverClause, w: NodeWriter): void {
  if (!node.parenthesized && node.window) {
    w.node(node.window);
    return;
  }
  w.open();
  when(node.window, w);
  if (node.partitionBy.length > 0) {
    w.text('PARTITION BY');
    commaList(node.partitionBy, w);
  }
  when(node.orderBy, w);
  when(node.frame, w);
  w.tight(')');
}

function operand(expression: Expression, parentheses: boolean, w: NodeWriter): void {
  if (parentheses) w.open().node(expression).tight(')');
  else w.node(expression);
}

function level(operator: string): number {
  return operator === '*' || operator === '/' || operator === '%' ? 2 : 1;
}

/** A left-leaning chain from its first operand on, without recursion. */
function leftSpine(node: BinaryExpression): { node: BinaryExpression; first: Expression | undefined }[] {
  const chain: BinaryExpression[] = [node];
  let { left } = node;
  while (
    left.kind === 'BinaryExpression' &&
    level(left.operator) >= level((chain[chain.length - 1] as BinaryExpression).operator)
  ) {
    chain.push(left);
    left = left.left;
  }
  chain.reverse();
  return chain.map((part, i) => ({ node: part, first: i === 0 ? left : undefined }));
}
