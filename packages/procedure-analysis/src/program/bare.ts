import type { Bound } from '@datamigrate/tsql-binder';

/** The expression without the conversions that SQL Server adds by itself. */
export function bare(expression: Bound.BoundExpression): Bound.BoundExpression {
  return expression.kind === 'cast' && expression.implicit ? bare(expression.operand) : expression;
}

export function bareColumn(expression: Bound.BoundExpression): Bound.BoundColumn | undefined {
  const inner = bare(expression);
  return inner.kind === 'column' ? inner : undefined;
}

/** In lower case. */
export function variableName(expression: Bound.BoundExpression): string | undefined {
  const inner = bare(expression);
  return inner.kind === 'variable' ? inner.name.toLowerCase() : undefined;
}
