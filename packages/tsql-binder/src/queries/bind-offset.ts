import { familyOf, plain } from '@datamigrate/catalog';
import type { Ast } from '@datamigrate/tsql-syntax';
import type { BinderContext } from '../binder-context.js';
import { bindExpression } from '../expressions/bind-expression.js';
import { convertImplicitly } from '../expressions/convert.js';
import { Scope } from '../scope/scope.js';
import type { BoundExpression } from '../tree/expression.js';
import { errorExpression, integerLiteral, spanFrom } from '../tree/make.js';
import type { BoundOffset, BoundTop } from '../tree/query.js';

/** OFFSET and FETCH see no columns, only constants and variables. */
export function bindOffset(
  context: BinderContext,
  scope: Scope | undefined,
  node: Ast.OffsetClause | undefined,
): BoundOffset | undefined {
  if (!node) return undefined;
  const count = (expression: Ast.Expression) =>
    convertImplicitly(
      context,
      rowCount(context, bindExpression(context, new Scope(scope), expression)),
      plain('bigint'),
    );
  const offset = node.offset
    ? count(node.offset)
    : convertImplicitly(context, integerLiteral(0n, spanFrom(node)), plain('bigint'));
  return { offset, fetch: node.fetch && count(node.fetch) };
}

/** TOP: a number of rows, or a percentage as float. */
export function bindTop(
  context: BinderContext,
  scope: Scope | undefined,
  node: Ast.TopClause | undefined,
): BoundTop | undefined {
  if (!node) return undefined;
  const written = bindExpression(context, new Scope(scope), node.count);
  const count = node.percent ? written : rowCount(context, written);
  return {
    count: convertImplicitly(context, count, plain(node.percent ? 'float' : 'bigint')),
    percent: node.percent,
    withTies: node.withTies,
  };
}

/** A literal of any length is an integer, which may be too large; other types are refused even where they have whole values. */
function rowCount(context: BinderContext, count: BoundExpression): BoundExpression {
  const { type } = count;
  const family = familyOf(type);
  const wholeLiteral = count.kind === 'literal' && type.name === 'decimal' && type.scale === 0;
  if (count.kind === 'error' || type.name === 'null' || family === 'integer' || family === 'bit' || wholeLiteral)
    return count;
  context.report('bind-row-count-type', {}, count.span);
  return errorExpression(count.span);
}
