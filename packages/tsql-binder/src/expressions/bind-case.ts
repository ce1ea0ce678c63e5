import { type SqlType, unify } from '@datamigrate/catalog';
import type { Ast } from '@datamigrate/tsql-syntax';
import type { BinderContext } from '../binder-context.js';
import { bindComparison } from '../predicates/bind-comparison.js';
import { bindPredicate } from '../predicates/bind-predicate.js';
import type { Scope } from '../scope/scope.js';
import type { BoundCase, BoundExpression, BoundWhen } from '../tree/expression.js';
import { isNullLiteral, spanFrom } from '../tree/make.js';
import { decimalOf } from './bind-arithmetic.js';
import { bindExpression } from './bind-expression.js';
import { unifiedCollation } from './collation.js';
import { convertImplicitly } from './convert.js';

export function bindCase(context: BinderContext, scope: Scope, node: Ast.CaseExpression): BoundExpression {
  const input = node.input && bindExpression(context, scope, node.input);
  const branches = node.branches.map((branch) => ({
    when: input
      ? bindComparison(context, '=', input, bindExpression(context, scope, branch.when), branch.when)
      : bindPredicate(context, scope, branch.when),
    result: bindExpression(context, scope, branch.result),
  }));
  const otherwise = node.otherwise && bindExpression(context, scope, node.otherwise);
  return makeCase(context, branches, otherwise, node, input);
}

/** CASE from bound parts, its results unified; IIF arrives here too. */
export function makeCase(
  context: BinderContext,
  branches: readonly BoundWhen[],
  otherwise: BoundExpression | undefined,
  node: { readonly start: number; readonly end: number },
  input?: BoundExpression,
): BoundCase {
  const results = [...branches.map((branch) => branch.result), ...(otherwise ? [otherwise] : [])];
  const type = unifyExpressions(results);
  const collation = unifiedCollation(context, results, type, node);
  return {
    kind: 'case',
    type,
    nullable: otherwise === undefined || results.some((result) => result.nullable),
    collation,
    span: spanFrom(node),
    branches: branches.map(({ when, result }) => ({ when, result: convertImplicitly(context, result, type) })),
    otherwise: otherwise && convertImplicitly(context, otherwise, type),
    input,
  };
}

/** The common type of several expressions; int literals beside decimals count with the digits they have. */
export function unifyExpressions(expressions: readonly BoundExpression[]): SqlType {
  const types = expressions.map((expression) => expression.type);
  const hasDecimal = types.some((type) => type.name === 'decimal');
  let result: SqlType = { name: 'null' };
  expressions.forEach((expression, i) => {
    if (isNullLiteral(expression) && expression.type.name === 'null') return;
    const own = types[i] as SqlType;
    const literal = hasDecimal && own.name === 'int' && expression.kind === 'literal';
    result = unify(result, literal ? decimalOf(expression, own) : own);
  });
  return result.name === 'null' ? { name: 'int' } : result;
}
