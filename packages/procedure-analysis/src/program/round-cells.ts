import { isCharacter } from '@datamigrate/catalog';
import { type Bound, fingerprint } from '@datamigrate/tsql-binder';
import { withoutHarmlessCasts } from './keys.js';
import { constant } from './known.js';
import type { Program } from './program.js';

/** How far a variable goes on from each round to the next. */
export interface Stride {
  readonly unit: 'day' | 'month' | 'one';
  readonly step: bigint;
}

/** A column of the rounds that goes on by the same: from its value up to that of the next round, a round is alone. */
export interface Cell extends Stride {
  readonly ordinal: number;
}

/** An expression that conditions keep between the value of a round and that of the next one. */
export interface InCell {
  readonly expression: Bound.BoundExpression;
  readonly cell: Cell;
  /** The column of the rounds. */
  readonly begin: Bound.BoundColumn;
  /** As `valueOfRound` tells the value at which it begins. */
  readonly own: string;
}

/** `x >= @day AND x < DATEADD(day, 1, @day)` and the like among conditions that are resolved. */
export function cellsIn(program: Program, conditions: readonly Bound.BoundPredicate[]): readonly InCell[] {
  const cells = program.row?.cells ?? [];
  if (cells.length === 0) return [];
  const limits = conditions.flatMap(limitsOf);
  return limits.flatMap(({ of, operator, limit }): readonly InCell[] => {
    const begin = withoutHarmlessCasts(limit);
    if (operator !== '>=' || begin.kind !== 'column' || begin.relation !== program.row?.rows.relation) return [];
    const cell = cells.find(({ ordinal }) => ordinal === begin.ordinal);
    if (!cell || isCharacter(of.type)) return [];
    const text = fingerprint(of);
    const ends = limits.some(
      (each) =>
        (each.operator === '<' || each.operator === '<=') &&
        fingerprint(each.of) === text &&
        isWithin(each.limit, begin, cell, each.operator === '<='),
    );
    return ends ? [{ expression: of, cell, begin, own: fingerprint(begin) }] : [];
  });
}

interface Limit {
  readonly of: Bound.BoundExpression;
  readonly operator: string;
  readonly limit: Bound.BoundExpression;
}

const FLIPPED: ReadonlyMap<string, string> = new Map([
  ['<', '>'],
  ['<=', '>='],
  ['>', '<'],
  ['>=', '<='],
]);

function limitsOf(condition: Bound.BoundPredicate): readonly Limit[] {
  if (condition.kind === 'between')
    return condition.negated ? [] : [condition.low, condition.high].flatMap((each) => limitsOf(each));
  if (condition.kind !== 'comparison') return [];
  const { left, right, operator } = condition;
  const flipped = FLIPPED.get(operator);
  if (!flipped) return [];
  return [
    { of: withoutHarmlessCasts(left), operator, limit: right },
    { of: withoutHarmlessCasts(right), operator: flipped, limit: left },
  ];
}

/** Whether nothing up to this limit is as large as what the next round begins with. */
function isWithin(limit: Bound.BoundExpression, begin: Bound.BoundColumn, cell: Stride, inclusive: boolean): boolean {
  const end = aheadOf(limit, begin);
  if (!end) return false;
  const { unit, step, less } = end;
  const shorter = unit === cell.unit ? step < cell.step : unit === 'day' && cell.unit === 'month' && step < 28n;
  return shorter || (unit === cell.unit && step === cell.step && (less || !inclusive));
}

/** How far behind the beginning something lies; `less`: not quite as far. */
function aheadOf(
  expression: Bound.BoundExpression,
  begin: Bound.BoundColumn,
): (Stride & { readonly less: boolean }) | undefined {
  const value = withoutHarmlessCasts(expression);
  if (value.kind === 'arithmetic') {
    const count = constant(value.right);
    if (typeof count !== 'bigint' || count < 0n) return undefined;
    if (value.operator === '+' && isBegin(value.left, begin)) return { unit: 'one', step: count, less: false };
    const inner = value.operator === '-' ? aheadOf(value.left, begin) : undefined;
    return inner && { ...inner, less: inner.less || count > 0n };
  }
  if (value.kind !== 'call') return undefined;
  const [first, second] = value.arguments;
  if (value.function === 'EOMONTH')
    return first && !second && isBegin(first, begin) ? { unit: 'month', step: 1n, less: true } : undefined;
  if (value.function !== 'DATEADD' || !first || !second) return undefined;
  const count = constant(first);
  if (typeof count !== 'bigint') return undefined;
  if (count < 0n) {
    // Shorter times may be rounded away.
    const exact = STRIDES.has(value.datePart ?? '') || value.datePart === 'hour' || value.datePart === 'minute';
    const inner = exact || isSecond(value) ? aheadOf(second, begin) : undefined;
    return inner && { ...inner, less: true };
  }
  const unit = STRIDES.get(value.datePart ?? '');
  return unit && isBegin(second, begin) ? { unit: unit.unit, step: unit.step * count, less: false } : undefined;
}

const isSecond = ({ datePart, type }: Bound.BoundCall): boolean =>
  datePart === 'second' && (type.name === 'datetime' || type.name === 'datetime2');

function isBegin(expression: Bound.BoundExpression, { relation, ordinal }: Bound.BoundColumn): boolean {
  const value = withoutHarmlessCasts(expression);
  return value.kind === 'column' && value.relation === relation && value.ordinal === ordinal;
}

/** What date parts come to in days or months. */
export const STRIDES: ReadonlyMap<string, Stride> = new Map([
  ['day', { unit: 'day', step: 1n }],
  ['dayofyear', { unit: 'day', step: 1n }],
  ['week', { unit: 'day', step: 7n }],
  ['month', { unit: 'month', step: 1n }],
  ['quarter', { unit: 'month', step: 3n }],
  ['year', { unit: 'month', step: 12n }],
]);
