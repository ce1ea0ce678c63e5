import { asDecimal, decimal, isInteger, MAX_PRECISION, plain, type SqlType, sameType } from '@datamigrate/catalog';
import type { Bound } from '@datamigrate/tsql-binder';
import { integer } from '../program/conditions.js';
import { nullOf } from '../program/null-of.js';

/** What a round does to a value that it hands on: it replaces it, or adds to what it was. */
export interface ValueChange {
  /** 1 where the round replaces the value, 0 where not; undefined where no round does. */
  readonly replaced?: Bound.BoundExpression | undefined;
  /** The other value, or what is added to the one before; undefined where it stays as it is. */
  readonly amount?: Bound.BoundExpression | undefined;
  readonly adds: boolean;
}

export interface ChangedValue {
  /** Whether a node is the value before the round. */
  readonly isBefore: (node: Bound.BoundExpression) => boolean;
  /** Whether a tree mentions it. */
  readonly dependsOn: (tree: unknown) => boolean;
}

/**
 * Reads a value after a round as a change of the value before it. Undefined where it depends on that value in another way:
 * compares it, multiplies it, rounds it, adds what may be NULL.
 */
export function valueChange(after: Bound.BoundExpression, value: ChangedValue): ValueChange | undefined {
  const { type } = after;
  const taken = changeOf(after, { ...value, type });
  const sum = sumType(type);
  return taken ?? (sum && changeOf(after, { ...value, type, sum }));
}

interface Reading extends ChangedValue {
  /** Of the value. */
  readonly type: SqlType;
  /** In which amounts are added up; undefined as long as none is. */
  readonly sum?: SqlType;
}

function changeOf(node: Bound.BoundExpression, reading: Reading): ValueChange | undefined {
  const { sum } = reading;
  if (reading.isBefore(node)) return { adds: false };
  if (!reading.dependsOn(node)) {
    const amount = sum ? addend(node, sum) : node;
    return amount && { replaced: integer(1, node.span), amount, adds: false };
  }
  switch (node.kind) {
    case 'cast': {
      if (node.attempt || node.style || !holds(node.type, reading.type)) return undefined;
      const change = changeOf(node.operand, reading);
      return change?.amount && !sum ? { ...change, amount: { ...node, operand: change.amount } } : change;
    }
    case 'arithmetic':
      return sum && sumWith(node, { ...reading, sum });
    case 'case':
      return whichever(node, reading);
    default:
      return undefined;
  }
}

/** `before + x`, `x + before` and `before - x`. */
function sumWith(node: Bound.BoundArithmetic, reading: Reading & { readonly sum: SqlType }): ValueChange | undefined {
  const { operator, span } = node;
  const { sum } = reading;
  const turned = operator === '+' && reading.dependsOn(node.right);
  const [left, right] = turned ? [node.right, node.left] : [node.left, node.right];
  if ((operator !== '+' && operator !== '-') || reading.dependsOn(right) || !holds(node.type, reading.type))
    return undefined;
  const change = changeOf(left, reading);
  const added = addend(right, sum);
  if (!change || !added) return undefined;
  if (!change.amount || isZero(change.amount)) {
    const amount: Bound.BoundExpression =
      operator === '+' ? added : { kind: 'negation', type: sum, nullable: false, span, operand: added };
    return { ...change, amount, adds: true };
  }
  const amount: Bound.BoundArithmetic = {
    kind: 'arithmetic',
    type: sum,
    nullable: false,
    span,
    operator,
    left: change.amount,
    right: added,
  };
  return { ...change, amount, adds: true };
}

/** A value that depends on conditions of the round. */
function whichever(node: Bound.BoundCase, reading: Reading): ValueChange | undefined {
  const { branches, span } = node;
  const { sum } = reading;
  if (branches.some(({ when }) => reading.dependsOn(when))) return undefined;
  const arms: ValueChange[] = [];
  for (const result of [...branches.map((branch) => branch.result), node.otherwise ?? nullOf(node.type, span)]) {
    const change = changeOf(result, reading);
    if (!change) return undefined;
    arms.push(change);
  }
  const choose = (type: SqlType, results: readonly Bound.BoundExpression[]): Bound.BoundCase => ({
    ...node,
    type,
    collation: sameType(type, node.type) ? node.collation : undefined,
    nullable: results.some(({ nullable }) => nullable),
    branches: branches.map((branch, i) => ({ ...branch, result: results[i] as Bound.BoundExpression })),
    otherwise: results.at(-1),
  });
  const zero = integer(0, span);
  const unchanged = sum ? implicitCast(zero, sum) : nullOf(node.type, span);
  const replaced = arms.map((arm) => arm.replaced ?? zero);
  const amounts = arms.map(({ amount }) => amount ?? unchanged);
  return {
    replaced: arms.some((arm) => arm.replaced) ? choose(plain('int'), replaced) : undefined,
    amount: sum && amounts.every(isZero) ? unchanged : choose(sum ?? node.type, amounts),
    adds: arms.some(({ adds }) => adds),
  };
}

/** The type in which SUM adds up values of a type exactly; undefined for values whose sum depends on the order. */
export function sumType(type: SqlType): SqlType | undefined {
  switch (type.name) {
    case 'tinyint':
    case 'smallint':
    case 'int':
      return plain('int');
    case 'bigint':
    case 'money':
      return type;
    case 'smallmoney':
      return plain('money');
    case 'decimal':
      return decimal(MAX_PRECISION, type.scale);
    default:
      return undefined;
  }
}

/** What is added, as the sum takes it. Undefined where that could be NULL, or would lose digits. */
function addend(value: Bound.BoundExpression, sum: SqlType): Bound.BoundExpression | undefined {
  if (!neverNull(value)) return undefined;
  if (sameType(value.type, sum)) return value;
  const [from, to] = [asDecimal(value.type), asDecimal(sum)];
  if (!from || !to || value.type.name === 'bit' || (isInteger(sum) && !isInteger(value.type))) return undefined;
  if (from.scale > to.scale || from.precision - from.scale > to.precision - to.scale) return undefined;
  return implicitCast(value, sum);
}

export function isZero(node: Bound.BoundExpression): boolean {
  if (node.kind === 'cast') return isZero(node.operand);
  return node.kind === 'literal' && node.value === 0n;
}

function implicitCast(operand: Bound.BoundExpression, type: SqlType): Bound.BoundCast {
  const { span, collation } = operand;
  return { kind: 'cast', type, nullable: false, collation, span, operand, implicit: true, attempt: false };
}

/** Whether every value of one type is a value of the other. */
function holds(wider: SqlType, type: SqlType): boolean {
  if (sameType(wider, type)) return true;
  const [a, b] = [asDecimal(wider), asDecimal(type)];
  if (!a || !b || wider.name === 'bit' || type.name === 'bit') return false;
  return a.scale >= b.scale && a.precision - a.scale >= b.precision - b.scale;
}

/** They give NULL for NULL alone. */
const NULL_OF_NULL: ReadonlySet<string> = new Set([
  'LEN',
  'DATEDIFF',
  'DATEADD',
  'DATEPART',
  'YEAR',
  'MONTH',
  'DAY',
  'DATEFROMPARTS',
  'EOMONTH',
  'ABS',
  'UPPER',
  'LOWER',
]);

/** Whether an expression has a value whatever the row. Sums count as nullable in SQL Server's metadata; here they do not. */
export function neverNull(node: Bound.BoundExpression): boolean {
  switch (node.kind) {
    case 'literal':
      return node.value !== null;
    case 'cast':
      return !node.attempt && neverNull(node.operand);
    case 'arithmetic':
      return neverNull(node.left) && neverNull(node.right);
    case 'negation':
      return neverNull(node.operand);
    case 'case':
      return (
        node.otherwise !== undefined && [...node.branches.map(({ result }) => result), node.otherwise].every(neverNull)
      );
    case 'call':
      if (node.function === 'ISNULL' || node.function === 'COALESCE') return node.arguments.some(neverNull);
      return NULL_OF_NULL.has(node.function) ? node.arguments.every(neverNull) : !node.nullable;
    default:
      return !node.nullable;
  }
}
