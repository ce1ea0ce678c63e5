import { asDecimal, isDateOrTime, type SqlType, sameType } from '@datamigrate/catalog';
import { type Bound, sameExpression } from '@datamigrate/tsql-binder';
import { bare } from '../program/bare.js';
import { choose } from '../program/conditions.js';
import { OLD_ROW, readsOldRow } from './round-upsert.js';
import { isZero, neverNull, sumType, valueChange } from './value-change.js';

/** What can be said of all rounds that share a key. Undefined where it depends on their order, and that is not known. */
export interface RoundsOfKey {
  all(name: Combining, value: Bound.BoundExpression): Bound.BoundExpression;
  /** Of all rounds but the first; NULL where there is one only. */
  rest(name: Combining, value: Bound.BoundExpression): Bound.BoundExpression | undefined;
  first(value: Bound.BoundExpression): Bound.BoundExpression | undefined;
  last(value: Bound.BoundExpression): Bound.BoundExpression | undefined;
  /** The key has one round. */
  isSingle(): Bound.BoundPredicate;
}

export type Combining = 'SUM' | 'MIN' | 'MAX';

/** What becomes of a column in a row that is there, and what a new row has in it. */
export interface AccumulatedColumn {
  /** From all rounds; undefined where the column stays as it is. */
  readonly amount?: Bound.BoundExpression;
  /** The column after all rounds. */
  readonly after?: (old: Bound.BoundExpression, amount: Bound.BoundExpression) => Bound.BoundExpression;
  /** Undefined where rounds make no rows. */
  readonly inserted?: Bound.BoundExpression;
}

/**
 * All rounds of a key in one: `updated` is the column after a round, over the row before it, and `inserted` what a round
 * gives to a new row, if it makes one. Sums, counts, the least and the greatest value, and the last one; undefined for everything else.
 */
export function accumulatedColumn(
  of: Bound.StoredColumn,
  position: number,
  {
    updated,
    inserted,
  }: { readonly updated: Bound.BoundExpression | undefined; readonly inserted: Bound.BoundExpression | undefined },
  rounds: RoundsOfKey,
): AccumulatedColumn | undefined {
  if (!updated) {
    const first = inserted && rounds.first(inserted);
    return first && { inserted: first };
  }
  if (!readsOldRow(updated)) return lastValue(updated, inserted, rounds);
  return extreme(of, position, { updated, inserted }, rounds) ?? sum(of, position, { updated, inserted }, rounds);
}

function lastValue(
  updated: Bound.BoundExpression,
  inserted: Bound.BoundExpression | undefined,
  rounds: RoundsOfKey,
): AccumulatedColumn | undefined {
  const amount = rounds.last(updated);
  if (amount && !inserted) return { amount, after: (_, value) => value };
  if (!inserted) return undefined;
  const first = isSameValue(inserted, updated) ? undefined : rounds.first(inserted);
  if (!amount || (!first && !isSameValue(inserted, updated))) return undefined;
  return {
    amount,
    after: (_, value) => value,
    inserted: first ? choose(rounds.isSingle(), first, amount) : amount,
  };
}

interface Change {
  readonly updated: Bound.BoundExpression;
  readonly inserted: Bound.BoundExpression | undefined;
}

/** `Total + x`, also of a column that may be NULL: `ISNULL(Total, 0) + x`. */
function sum(
  of: Bound.StoredColumn,
  position: number,
  { updated, inserted }: Change,
  rounds: RoundsOfKey,
): AccumulatedColumn | undefined {
  const type = sumType(of.type);
  const isOld = (node: Bound.BoundExpression): boolean => isOldColumn(node, position);
  const filled = type && filledBy(updated, of.type, isOld);
  const isBefore = filled ? (node: Bound.BoundExpression) => node === filled : isOld;
  const change = type && valueChange(updated, { isBefore, dependsOn: readsOldRow });
  if (!type || !change?.adds || change.replaced || !change.amount) return undefined;
  if (filled && inserted && !neverNull(inserted)) return undefined;
  const amount = rounds.all('SUM', change.amount);
  const all = {
    amount,
    after: (old: Bound.BoundExpression, value: Bound.BoundExpression) => {
      const before = filled ? { ...filled, arguments: [old, ...filled.arguments.slice(1)] } : old;
      return plus(before, value, type, of);
    },
  };
  if (!inserted) return all;
  if (isSameValue(withoutZero(inserted), change.amount)) return { ...all, inserted: amount };
  const [first, rest] = [rounds.first(inserted), rounds.rest('SUM', change.amount)];
  if (!first || !rest) return undefined;
  const none = cast({ kind: 'literal', type, nullable: false, span: rest.span, value: 0n } as Bound.BoundLiteral, type);
  const others: Bound.BoundCall = {
    kind: 'call',
    type,
    nullable: false,
    span: rest.span,
    function: 'ISNULL',
    arguments: [rest, none],
  };
  return { ...all, inserted: plus(first, others, type, of) };
}

/** The one ISNULL of the value before a round. */
function filledBy(
  updated: Bound.BoundExpression,
  type: SqlType,
  isOld: (node: Bound.BoundExpression) => boolean,
): Bound.BoundCall | undefined {
  const inner = bare(updated);
  const sides = inner.kind === 'arithmetic' ? [bare(inner.left), bare(inner.right)] : [];
  for (const side of sides) {
    if (side.kind !== 'call' || side.function !== 'ISNULL' || !sameType(side.type, type)) continue;
    const [value, none] = side.arguments;
    if (value && none && isOld(value) && neverNull(none) && !readsOldRow(none)) return side;
  }
  return undefined;
}

/** `CASE WHEN x < Low THEN x ELSE Low END` and its like. */
function extreme(
  of: Bound.StoredColumn,
  position: number,
  { updated, inserted }: Change,
  rounds: RoundsOfKey,
): AccumulatedColumn | undefined {
  const found = comparedWith(updated, position);
  if (!found || of.nullable || !isOrdered(of.type)) return undefined;
  const { value, name } = found;
  if (!neverNull(value) || !isWithin(value.type, of.type)) return undefined;
  const given = cast(value, of.type);
  const amount = rounds.all(name, given);
  const after = (old: Bound.BoundExpression, one: Bound.BoundExpression): Bound.BoundExpression =>
    choose(
      { kind: 'comparison', operator: name === 'MIN' ? '<' : '>', left: one, right: old, span: one.span },
      one,
      old,
    );
  if (!inserted) return { amount, after };
  if (isSameValue(inserted, value)) return { amount, after, inserted: amount };
  const [first, rest] = [rounds.first(inserted), rounds.rest(name, given)];
  return first && rest && { amount, after, inserted: after(first, rest) };
}

/** Equal values are the same, and every target has the least of them. */
const isOrdered = (type: SqlType): boolean =>
  type.name !== 'bit' && (asDecimal(type) !== undefined || (isDateOrTime(type) && type.name !== 'datetimeoffset'));

function comparedWith(
  updated: Bound.BoundExpression,
  position: number,
): { readonly value: Bound.BoundExpression; readonly name: 'MIN' | 'MAX' } | undefined {
  const either = bare(updated);
  if (either.kind !== 'case') return undefined;
  const [branch, ...more] = either.branches;
  const { otherwise } = either;
  if (!branch || more.length > 0 || !otherwise || branch.when.kind !== 'comparison') return undefined;
  const { left, right, operator } = branch.when;
  const isLess = operator === '<' || operator === '<=';
  if (!isLess && operator !== '>' && operator !== '>=') return undefined;
  const [one, other] = [bare(left), bare(right)];
  const value = isOldColumn(one, position) ? other : isOldColumn(other, position) ? one : undefined;
  if (!value || readsOldRow(value)) return undefined;
  const takesLeft = isSameValue(branch.result, one) && isSameValue(otherwise, other);
  const takesRight = isSameValue(branch.result, other) && isSameValue(otherwise, one);
  return takesLeft || takesRight ? { value, name: takesLeft === isLess ? 'MIN' : 'MAX' } : undefined;
}

function isOldColumn(node: Bound.BoundExpression, position: number): boolean {
  return node.kind === 'column' && node.relation === OLD_ROW && node.ordinal === position;
}

const isSameValue = (a: Bound.BoundExpression, b: Bound.BoundExpression): boolean => sameExpression(bare(a), bare(b));

/** `0 + x`, as the same round adds to a row that it has made. */
function withoutZero(expression: Bound.BoundExpression): Bound.BoundExpression {
  const inner = bare(expression);
  return inner.kind === 'arithmetic' && inner.operator === '+' && isZero(inner.left) ? inner.right : inner;
}

/** No value changes, nor loses digits, when it becomes one of the other type. */
function isWithin(type: SqlType, other: SqlType): boolean {
  if (sameType(type, other)) return true;
  const [a, b] = [asDecimal(type), asDecimal(other)];
  if (!a || !b || type.name === 'bit' || other.name === 'bit') return false;
  return a.scale <= b.scale && a.precision - a.scale <= b.precision - b.scale;
}

export function cast(operand: Bound.BoundExpression, type: SqlType): Bound.BoundExpression {
  if (sameType(operand.type, type)) return operand;
  const { nullable, collation, span } = operand;
  return { kind: 'cast', type, nullable, collation, span, operand, implicit: true, attempt: false };
}

function plus(
  before: Bound.BoundExpression,
  added: Bound.BoundExpression,
  type: SqlType,
  of: Bound.StoredColumn,
): Bound.BoundExpression {
  const { span } = added;
  const left = cast(before, type);
  return cast(
    { kind: 'arithmetic', type, nullable: before.nullable, span, operator: '+', left, right: added },
    of.type,
  );
}
