import { plain } from '@datamigrate/catalog';
import type { Ast } from '@datamigrate/tsql-syntax';
import type { BinderContext } from '../binder-context.js';
import { bindExpression } from '../expressions/bind-expression.js';
import { convertImplicitly } from '../expressions/convert.js';
import { Scope } from '../scope/scope.js';
import { integerLiteral, spanFrom } from '../tree/make.js';
import type { BoundOffset, BoundTop } from '../tree/query.js';

/** OFFSET and FETCH see no columns, only constants and variables. */
export function bindOffset(
  context: BinderContext,
  scope: Scope | undefined,
  node: Ast.OffsetClause | undefined,
): BoundOffset | undefined {
  if (!node) return undefined;
  const count = (expression: Ast.Expression) =>
    convertImplicitly(context, bindExpression(context, new Scope(scope), expression), plain('bigint'));
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
  const count = bindExpression(context, new Scope(scope), node.count);
  return {
    count: convertImplicitly(context, count, plain(node.percent ? 'float' : 'bigint')),
    percent: node.percent,
    withTies: node.withTies,
  };
}
