import { isCharacter, string } from '@datamigrate/catalog';
import { assertUnreachable } from '@datamigrate/foundation';
import type { Ast } from '@datamigrate/tsql-syntax';
import type { BinderContext } from '../binder-context.js';
import { bindExpression } from '../expressions/bind-expression.js';
import { comparisonCollation } from '../expressions/collation.js';
import { convertImplicitly } from '../expressions/convert.js';
import { bindSubquery } from '../queries/bind-subquery.js';
import type { Scope } from '../scope/scope.js';
import type { BoundExpression } from '../tree/expression.js';
import { castTo, errorPredicate, isNullLiteral, spanFrom } from '../tree/make.js';
import type { BoundPredicate, ComparisonOperator } from '../tree/predicate.js';
import type { BoundQuery } from '../tree/query.js';
import { bindComparison, toComparable } from './bind-comparison.js';

/** A condition. The parser has made sure that it is one. */
export function bindPredicate(context: BinderContext, scope: Scope, expression: Ast.Expression): BoundPredicate {
  return context.commented(bindCondition(context, scope, expression), expression);
}

function bindCondition(context: BinderContext, scope: Scope, expression: Ast.Expression): BoundPredicate {
  const node = withoutParentheses(expression) as Ast.Predicate;
  const span = spanFrom(node);
  const scalar = (inner: Ast.Expression): BoundExpression => bindExpression(context, scope, inner);
  switch (node.kind) {
    case 'ComparisonPredicate':
      return bindComparisonPredicate(context, scope, node);
    case 'LogicalExpression':
      return {
        kind: 'logical',
        span,
        operator: node.operator,
        operands: chain(node).map((part) => bindPredicate(context, scope, part)),
      };
    case 'NotExpression':
      return { kind: 'not', span, operand: bindPredicate(context, scope, node.operand) };
    case 'IsNullPredicate':
      return { kind: 'is-null', span, negated: node.negated, operand: scalar(node.operand) };
    case 'BetweenPredicate': {
      const operand = scalar(node.operand);
      const low = bindComparison(context, '>=', operand, scalar(node.low), node);
      const high = bindComparison(context, '<=', operand, scalar(node.high), node);
      return { kind: 'between', span, negated: node.negated, low, high };
    }
    case 'InPredicate':
      return bindIn(context, scope, node);
    case 'LikePredicate':
      return bindLike(context, scope, node);
    case 'ExistsPredicate':
      if (node.query.kind === 'QuerySpecification')
        for (const element of node.query.select) if (element.kind === 'SelectStar') context.unreadStars.add(element);
      return { kind: 'exists', span, query: bindSubquery(context, scope, node.query) };
    case 'QuantifiedComparisonPredicate':
      return bindQuantified(context, scope, node);
    case 'IsDistinctFromPredicate': {
      const [left, right] = toComparable(context, scalar(node.left), scalar(node.right), node);
      return {
        kind: 'is-distinct',
        span,
        negated: node.negated,
        left,
        right,
        collation: comparisonCollation(context, left, right, node),
      };
    }
    case 'UpdatedColumnPredicate':
      return bindUpdated(context, node);
    case 'FullTextPredicate':
    case 'CurrentOfPredicate':
    case 'RegexpLikePredicate':
    case 'TsEqualPredicate':
    case 'GraphMatchPredicate':
      context.report('bind-unsupported', { construct: CONSTRUCTS[node.kind], help: '' }, node);
      return errorPredicate(node);
    default:
      return assertUnreachable(node);
  }
}

const CONSTRUCTS = {
  FullTextPredicate: 'A full-text search',
  CurrentOfPredicate: 'WHERE CURRENT OF',
  RegexpLikePredicate: 'REGEXP_LIKE',
  TsEqualPredicate: 'TSEQUAL',
  GraphMatchPredicate: 'A graph MATCH',
} as const;

function withoutParentheses(expression: Ast.Expression): Ast.Expression {
  let inner = expression;
  while (inner.kind === 'ParenthesizedExpression') inner = inner.expression;
  return inner;
}

/** The operands of a chain of one operator, in order. Chains lean left and may be long, so there is no recursion. */
function chain(node: Ast.LogicalExpression): Ast.Expression[] {
  const operands: Ast.Expression[] = [];
  let current: Ast.Expression = node;
  while (current.kind === 'LogicalExpression' && current.operator === node.operator) {
    operands.push(current.right);
    current = current.left;
  }
  operands.push(current);
  return operands.reverse();
}

const OPERATORS: Readonly<Record<string, ComparisonOperator | undefined>> = {
  '=': '=',
  '<>': '<>',
  '!=': '<>',
  '<': '<',
  '<=': '<=',
  '>': '>',
  '>=': '>=',
  '!<': '>=',
  '!>': '<=',
};

function bindComparisonPredicate(context: BinderContext, scope: Scope, node: Ast.ComparisonPredicate): BoundPredicate {
  const operator = OPERATORS[node.operator];
  if (!operator) {
    context.report(
      'bind-unsupported',
      { construct: `The old outer join ${node.operator}`, help: 'Write it as LEFT or RIGHT JOIN.' },
      node,
    );
    return errorPredicate(node);
  }
  const left = bindExpression(context, scope, node.left);
  const right = bindExpression(context, scope, node.right);
  if (
    !context.settings.ansiNulls &&
    (operator === '=' || operator === '<>') &&
    (matchesNull(left) || matchesNull(right))
  ) {
    const [a, b] = toComparable(context, left, right, node);
    return {
      kind: 'is-distinct',
      span: spanFrom(node),
      negated: operator === '=',
      left: a,
      right: b,
      collation: comparisonCollation(context, a, b, node),
    };
  }
  return bindComparison(context, operator, left, right, node);
}

/** ANSI_NULLS OFF changes comparisons with a NULL literal or a bare variable only. */
function matchesNull(expression: BoundExpression): boolean {
  return isNullLiteral(expression) || expression.kind === 'variable';
}

function bindIn(context: BinderContext, scope: Scope, node: Ast.InPredicate): BoundPredicate {
  const span = spanFrom(node);
  const operand = bindExpression(context, scope, node.operand);
  if (node.values) {
    const comparisons = node.values.map((value) =>
      bindComparison(context, '=', operand, bindExpression(context, scope, value), value),
    );
    return { kind: 'in-list', span, negated: node.negated, comparisons };
  }
  if (!node.query) return errorPredicate(node);
  const query = bindSubquery(context, scope, node.query, { columns: 1 });
  const column = queryColumn(query, span);
  const [left, right] = toComparable(context, operand, column, node);
  const collation = comparisonCollation(context, left, right, node);
  return { kind: 'in-query', span, negated: node.negated, operand: left, query: castColumn(query, right), collation };
}

function bindQuantified(context: BinderContext, scope: Scope, node: Ast.QuantifiedComparisonPredicate): BoundPredicate {
  const operator = OPERATORS[node.operator];
  if (!operator) return errorPredicate(node);
  const operand = bindExpression(context, scope, node.left);
  const query = bindSubquery(context, scope, node.query, { columns: 1 });
  const [left, right] = toComparable(context, operand, queryColumn(query, node), node);
  const collation = comparisonCollation(context, left, right, node);
  const quantifier = node.quantifier === 'ALL' ? 'ALL' : 'ANY';
  return {
    kind: 'quantified',
    span: spanFrom(node),
    operator,
    quantifier,
    operand: left,
    query: castColumn(query, right),
    collation,
  };
}

/** The only column of a subquery, as something to compare with. */
function queryColumn(query: BoundQuery, span: { start: number; end: number }): BoundExpression {
  const column = query.columns[0];
  return {
    kind: 'output-column',
    type: column?.type ?? { name: 'null' },
    nullable: column?.nullable ?? true,
    collation: column?.collation,
    span: { start: span.start, end: span.end },
    ordinal: 0,
    name: column?.name,
  };
}

/** The query with its column declared as the type it is compared in; whoever runs it converts to the declared type. */
function castColumn(query: BoundQuery, compared: BoundExpression): BoundQuery {
  const column = query.columns[0];
  if (compared.kind !== 'cast' || !column) return query;
  if (query.kind === 'select' && query.select.length === 1) {
    const item = query.select[0];
    if (item) {
      const expression = castTo(item.expression, compared.type, true);
      return {
        ...query,
        columns: [{ ...column, type: compared.type }],
        select: [{ ...item, expression: { ...expression, collation: compared.collation } }],
      };
    }
  }
  return { ...query, columns: [{ ...column, type: compared.type }] };
}

function bindLike(context: BinderContext, scope: Scope, node: Ast.LikePredicate): BoundPredicate {
  const operand = likeOperand(context, bindExpression(context, scope, node.operand));
  const pattern = likeOperand(context, bindExpression(context, scope, node.pattern));
  const escape = node.escape && likeOperand(context, bindExpression(context, scope, node.escape));
  const collation = comparisonCollation(context, operand, pattern, node) ?? context.databaseCollation;
  return { kind: 'like', span: spanFrom(node), negated: node.negated, operand, pattern, escape, collation };
}

/** Numbers and dates become text; what is text stays as it is, for varchar and nvarchar differ here. */
function likeOperand(context: BinderContext, expression: BoundExpression): BoundExpression {
  return isCharacter(expression.type) || expression.kind === 'error'
    ? expression
    : convertImplicitly(context, expression, string('varchar', 8000));
}

/** `UPDATE(c)`, known to triggers only. */
function bindUpdated(context: BinderContext, node: Ast.UpdatedColumnPredicate): BoundPredicate {
  const { name } = node.column;
  const columns = context.trigger?.table.columns ?? [];
  const column = columns.findIndex((candidate) => context.catalog.sameName(candidate.name, name));
  if (column >= 0) return { kind: 'column-updated', span: spanFrom(node), column, name };
  if (!context.trigger) context.report('bind-unsupported', { construct: 'UPDATE() outside a trigger', help: '' }, node);
  else if (context.trigger.table.kind !== 'unknown-table')
    context.report('bind-unknown-column', { name: `'${name}'`, help: '' }, node);
  return errorPredicate(node);
}
