import { plain, type SqlType } from '@datamigrate/catalog';
import type { Bound } from '@datamigrate/tsql-binder';
import { choose, integer } from '../program/conditions.js';
import { sumType } from './value-change.js';

const BIGINT = plain('bigint');
const SO_FAR: Bound.BoundFrame = {
  unit: 'ROWS',
  from: { edge: 'UNBOUNDED PRECEDING' },
  to: { edge: 'CURRENT ROW' },
};
const BEFORE: Bound.BoundFrame = { ...SO_FAR, to: { edge: 'PRECEDING', offset: 1 } };

/** How many rows so far have a flag of 1. */
export function runNumber(flag: Bound.BoundExpression, position: Bound.BoundColumn): Bound.BoundExpression {
  return over('SUM', plain('int'), [flag], position);
}

/** The value of the row before; `first` before the first row. */
export function ofRowBefore(
  value: Bound.BoundExpression,
  first: Bound.BoundExpression,
  position: Bound.BoundColumn,
): Bound.BoundExpression {
  const fallback = isLiteral(first, null) ? [] : [first];
  const offset = cast(integer(1, position.span), BIGINT);
  return { ...over('LAG', value.type, [value, offset, ...fallback], position), frame: undefined };
}

/** The value of the first row of a run; `first` where no run has begun. */
export function ofRun(
  value: Bound.BoundExpression,
  first: Bound.BoundExpression,
  run: Bound.BoundExpression,
  position: Bound.BoundColumn,
): Bound.BoundExpression {
  const found = over('FIRST_VALUE', value.type, [value], position, [run]);
  return isLiteral(first, null) ? found : choose(isNone(run), first, cast(found, first.type));
}

/** What the rows have added to `first`: those before a row, or those up to it. */
export function added(
  amount: Bound.BoundExpression,
  first: Bound.BoundExpression,
  rows: 'before' | 'after',
  position: Bound.BoundColumn,
): Bound.BoundExpression {
  const type = sumType(first.type) ?? first.type;
  const { span } = position;
  const sum = over('SUM', type, [cast(amount, type)], position, [], rows === 'before' ? BEFORE : SO_FAR);
  const none = cast(integer(0, span), type);
  const total: Bound.BoundExpression =
    rows === 'before'
      ? { kind: 'call', type, nullable: false, span, function: 'ISNULL', arguments: [sum, none] }
      : { ...sum, nullable: false };
  return isLiteral(first, 0n) ? cast(total, first.type) : plus(first, total, type);
}

/** The same along the rows of a run, up to a row; the value at first is that of the time before all runs. */
export function addedInRun(
  amount: Bound.BoundExpression,
  first: Bound.BoundExpression,
  run: Bound.BoundExpression,
  position: Bound.BoundColumn,
): Bound.BoundExpression {
  const type = sumType(first.type) ?? first.type;
  const sum = over('SUM', type, [cast(amount, type)], position, [run]);
  const none = cast(integer(0, position.span), type);
  return isLiteral(first, 0n)
    ? cast(sum, first.type)
    : plus(choose(isNone(run), cast(first, type), none), sum, type, first.type);
}

function plus(
  first: Bound.BoundExpression,
  total: Bound.BoundExpression,
  type: SqlType,
  result: SqlType = first.type,
): Bound.BoundExpression {
  const { span } = total;
  const left = cast(first, type);
  const sum: Bound.BoundArithmetic = {
    kind: 'arithmetic',
    type,
    nullable: true,
    span,
    operator: '+',
    left,
    right: total,
  };
  return cast(sum, result);
}

function over(
  name: Bound.WindowFunction,
  type: SqlType,
  args: readonly Bound.BoundExpression[],
  position: Bound.BoundColumn,
  partitionBy: readonly Bound.BoundExpression[] = [],
  frame = SO_FAR,
): Bound.BoundWindow {
  return {
    kind: 'window',
    type,
    nullable: true,
    collation: args[0]?.collation,
    span: position.span,
    function: name,
    arguments: args,
    partitionBy,
    orderBy: [{ expression: position, descending: false }],
    frame,
    ignoreNulls: false,
  };
}

function isNone(run: Bound.BoundExpression): Bound.BoundPredicate {
  return { kind: 'comparison', operator: '=', left: run, right: integer(0, run.span), span: run.span };
}

function isLiteral(expression: Bound.BoundExpression, value: bigint | null): boolean {
  if (expression.kind === 'cast') return isLiteral(expression.operand, value);
  return expression.kind === 'literal' && expression.value === value;
}

function cast(operand: Bound.BoundExpression, type: SqlType): Bound.BoundExpression {
  const { collation, span, nullable } = operand;
  return { kind: 'cast', type, nullable, collation, span, operand, implicit: true, attempt: false };
}
