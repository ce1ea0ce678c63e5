import { isCharacter, isDateOrTime, isInteger, type SqlType } from '@datamigrate/catalog';
import type { Bound } from '@datamigrate/tsql-binder';
import type { Random } from '../random.js';
import { step } from '../values/neighbours.js';
import { textLike } from '../values/pattern-text.js';
import type { Clock } from './clock.js';
import type { ColumnOrigins } from './column-origins.js';
import type { ColumnRef } from './column-ref.js';
import { MIRRORED, OPPOSITE } from './comparison-operators.js';
import type { ConstantReader } from './constant-text.js';
import { unwrap } from './invert-function.js';
import { assign, both, EMPTY, either, type Recipe } from './recipe.js';

/** Told what conditions say about columns. */
export interface ConditionSink {
  typeOf(column: ColumnRef): SqlType | undefined;
  /** A module compares the column with this value. */
  value(column: ColumnRef, value: string | null): void;
  /** Two columns are expected to hold equal values. */
  link(a: ColumnRef, b: ColumnRef): void;
}

export interface ConditionContext {
  readonly origins: ColumnOrigins;
  readonly constants: ConstantReader;
  readonly sink: ConditionSink;
  readonly random: Random;
  /** Of a module: constraints have none. */
  readonly clock?: Clock;
}

/** Ways to make a condition true (or, negated, false): values for columns. One way without values where nothing is known. */
export function waysOf(context: ConditionContext, node: Bound.BoundPredicate, negated = false): readonly Recipe[] {
  switch (node.kind) {
    case 'logical': {
      const parts = node.operands.map((operand) => waysOf(context, operand, negated));
      const all = (node.operator === 'AND') !== negated;
      return all ? parts.reduce(both, [EMPTY]) : either(parts);
    }
    case 'not':
      return waysOf(context, node.operand, !negated);
    case 'comparison':
      return comparisonWays(context, node, negated);
    case 'between': {
      const [low, high] = [node.low, node.high].map((side) => waysOf(context, side, node.negated !== negated));
      return node.negated === negated ? (low ?? [EMPTY]) : either([low ?? [], high ?? []]);
    }
    case 'in-list': {
      const out = node.negated !== negated;
      const parts = node.comparisons.map((comparison) => waysOf(context, comparison, out));
      return out ? (parts[0] ?? [EMPTY]) : either(parts);
    }
    case 'is-null':
      return node.negated === negated ? assigned(context, node.operand, () => null) : [EMPTY];
    case 'is-distinct':
      return comparisonWays(context, { ...node, kind: 'comparison', operator: '=' }, node.negated === negated);
    case 'like':
      return likeWays(context, node, negated);
    case 'in-query':
    case 'quantified':
      linkToQuery(context, node);
      return [EMPTY];
    default:
      return [EMPTY];
  }
}

type Operator = Bound.ComparisonOperator;

function comparisonWays(context: ConditionContext, node: Bound.BoundComparison, negated: boolean): readonly Recipe[] {
  const operator = negated ? OPPOSITE[node.operator] : node.operator;
  const timed = clockWays(context, node, operator);
  if (timed) return timed;
  const right = context.constants.read(node.right);
  if (right !== undefined && right !== null) return comparedWith(context, node.left, operator, right);
  const left = context.constants.read(node.left);
  if (left !== undefined && left !== null) return comparedWith(context, node.right, MIRRORED[operator], left);
  if (node.operator === '=') {
    for (const a of context.origins.ofExpression(node.left))
      for (const b of context.origins.ofExpression(node.right)) context.sink.link(a, b);
  }
  return [EMPTY];
}

/** `d >= @start`, where `@start` is made of the time of the clock, and `DATEDIFF(day, d, GETDATE()) < 30`. */
function clockWays(
  { clock, ...context }: ConditionContext,
  node: Bound.BoundComparison,
  operator: Operator,
): readonly Recipe[] | undefined {
  if (!clock) return undefined;
  for (const [own, other, compared] of [
    [node.left, node.right, operator],
    [node.right, node.left, MIRRORED[operator]],
  ] as const) {
    if (isInteger(own.type) && clock.tellsTime(other) && context.constants.read(other) === undefined) {
      const numbers = [0, 1].flatMap((turn) => clock.dayNumber(other, compared, turn) ?? []);
      if (numbers.length > 0) return assigned(context, own, () => numbers[0], numbers);
    }
    const from = clock.distanceFrom(own);
    const column = from ?? own;
    const isTimed = from !== undefined || (clock.tellsTime(other) && context.constants.read(other) === undefined);
    if (!isTimed || !isDateOrTime(column.type) || clock.tellsTime(column)) continue;
    const moments = [0, 1].flatMap((turn) => clock.moment(from ? MIRRORED[compared] : compared, turn) ?? []);
    return assigned(context, column, () => moments[0], moments);
  }
  return undefined;
}

function comparedWith(
  context: ConditionContext,
  operand: Bound.BoundExpression,
  operator: Operator,
  constant: string,
): readonly Recipe[] {
  return assigned(context, operand, (type) => satisfying(operator, constant, type), [constant]);
}

/** A value on the right side of a comparison's boundary. */
function satisfying(operator: Operator, constant: string, type: SqlType): string | undefined {
  if (operator === '=' || operator === '<=' || operator === '>=') return constant;
  if (operator === '<') return step(constant, type, -1);
  return step(constant, type, 1) ?? (isCharacter(type) ? `${constant}x` : undefined);
}

/** Gives the column below an expression a value; `noted` are boundaries that its rows should be around. */
function assigned(
  context: ConditionContext,
  operand: Bound.BoundExpression,
  value: (type: SqlType) => string | null | undefined,
  noted: readonly string[] = [],
): readonly Recipe[] {
  const wrapped = unwrap(operand);
  const columns = wrapped ? context.origins.ofExpression(wrapped.column) : [];
  if (!wrapped || columns.length === 0) return [EMPTY];
  return columns.slice(0, 4).map((column): Recipe => {
    const type = context.sink.typeOf(column);
    if (!type) return EMPTY;
    for (const each of noted) {
      const own = wrapped.invert(each);
      if (own !== undefined) context.sink.value(column, own);
    }
    const outer = value(wrapped.column === operand ? type : operand.type);
    const own = typeof outer === 'string' ? wrapped.invert(outer) : outer;
    if (own === undefined) return EMPTY;
    context.sink.value(column, own);
    return assign(column, own, wrapped.part);
  });
}

function likeWays(context: ConditionContext, node: Bound.BoundLike, negated: boolean): readonly Recipe[] {
  const pattern = context.constants.read(node.pattern);
  if (typeof pattern !== 'string') return [EMPTY];
  const escape = node.escape && context.constants.read(node.escape);
  const sample = (): string => textLike(pattern, escape ?? undefined, context.random);
  const samples = [sample(), sample(), sample()];
  const found = assigned(context, node.operand, () => samples[0], samples);
  return node.negated === negated ? found : [EMPTY];
}

function linkToQuery(context: ConditionContext, node: Bound.BoundInQuery | Bound.BoundQuantified): void {
  const query = node.query.kind === 'select' ? node.query : undefined;
  const output = query?.select[0]?.expression;
  if (!output) return;
  for (const a of context.origins.ofExpression(node.operand))
    for (const b of context.origins.ofExpression(output)) context.sink.link(a, b);
}
