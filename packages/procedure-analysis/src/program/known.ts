import { isInteger, type SqlType } from '@datamigrate/catalog';
import { type Bound, holdsFor } from '@datamigrate/tsql-binder';

/** What a condition over constants comes to; undefined when it depends on anything else. */
export function known(condition: Bound.BoundPredicate): boolean | undefined {
  switch (condition.kind) {
    case 'comparison': {
      const left = constant(condition.left);
      const right = constant(condition.right);
      if (left === null || right === null) return false;
      if (typeof left === 'string' && typeof right === 'string') return comparedTexts(condition.operator, left, right);
      if (typeof left !== 'bigint' || typeof right !== 'bigint') return undefined;
      return holdsFor(condition.operator, left < right ? -1 : left > right ? 1 : 0);
    }
    case 'is-null': {
      const value = constant(condition.operand);
      return value === undefined ? undefined : (value === null) !== condition.negated;
    }
    case 'logical': {
      const operands = condition.operands.map(known);
      const decisive = condition.operator === 'OR';
      if (operands.includes(decisive)) return decisive;
      return operands.includes(undefined) ? undefined : !decisive;
    }
    case 'not':
      // What is not true may be unknown, and is so behind NOT.
      return known(condition.operand) === true ? false : undefined;
    default:
      return undefined;
  }
}

/** Equal in every collation, or in none: letters of ASCII whose case does not decide. */
function comparedTexts(operator: string, left: string, right: string): boolean | undefined {
  if (operator !== '=' && operator !== '<>') return undefined;
  const [a, b] = [left, right].map((text) => text.replace(/ +$/, ''));
  if (a === b) return operator === '=';
  const simple = /^[\0-~]*$/.test(left + right) && a?.toLowerCase() !== b?.toLowerCase();
  return simple ? operator === '<>' : undefined;
}

/** An integer or a text that is known; null for NULL. */
export function constant(expression: Bound.BoundExpression): bigint | string | null | undefined {
  if (expression.kind === 'arithmetic') return computed(expression);
  if (expression.kind === 'case') return chosen(expression, constant);
  if (expression.kind === 'cast' && !expression.attempt && !expression.style) {
    const value = constant(expression.operand);
    if (value === null) return null;
    // Every number but 0 is 1 as a bit.
    if (typeof value === 'bigint' && expression.type.name === 'bit') return value === 0n ? 0n : 1n;
    if (typeof value === 'bigint')
      return isInteger(expression.type) && fits(value, expression.type) ? value : undefined;
    const { type } = expression;
    const isText = type.name === 'varchar' || type.name === 'nvarchar';
    return isText && typeof value === 'string' && (type.length === 'max' || value.length <= type.length)
      ? value
      : undefined;
  }
  if (expression.kind !== 'literal') return undefined;
  const { value, type } = expression;
  if (value === null || typeof value === 'string') return value;
  return typeof value === 'bigint' && isInteger(type) ? value : undefined;
}

/** What `read` finds in the first branch whose condition holds; undefined where that depends on anything but constants. */
export function chosen<T>(
  { branches, otherwise }: Bound.BoundCase,
  read: (result: Bound.BoundExpression) => T,
): T | null | undefined {
  for (const { when, result } of branches) {
    const holds = known(when);
    if (holds === undefined) return undefined;
    if (holds) return read(result);
  }
  return otherwise ? read(otherwise) : null;
}

const BITS: { readonly [name: string]: bigint } = { smallint: 15n, int: 31n, bigint: 63n };

function fits(value: bigint, { name }: SqlType): boolean {
  const bits = BITS[name];
  if (bits === undefined) return value >= 0n && value < (name === 'bit' ? 2n : 256n);
  return value >= -(2n ** bits) && value < 2n ** bits;
}

/** Sums and products of integers that stay in their type. */
function computed({ operator, left, right, type }: Bound.BoundArithmetic): bigint | null | undefined {
  const a = constant(left);
  const b = constant(right);
  if (a === null || b === null) return null;
  if (typeof a !== 'bigint' || typeof b !== 'bigint' || type.name !== 'int') return undefined;
  const value = operator === '+' ? a + b : operator === '-' ? a - b : operator === '*' ? a * b : undefined;
  return value !== undefined && fits(value, type) ? value : undefined;
}
