import type { Bound } from '@datamigrate/tsql-binder';

/** What a condition over constants comes to; undefined when it depends on anything else. */
export function known(condition: Bound.BoundPredicate): boolean | undefined {
  switch (condition.kind) {
    case 'comparison': {
      const left = constant(condition.left);
      const right = constant(condition.right);
      if (typeof left !== 'bigint' || typeof right !== 'bigint')
        return left === null || right === null ? false : undefined;
      switch (condition.operator) {
        case '=':
          return left === right;
        case '<>':
          return left !== right;
        case '<':
          return left < right;
        case '<=':
          return left <= right;
        case '>':
          return left > right;
        case '>=':
          return left >= right;
      }
      return undefined;
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
    default:
      return undefined;
  }
}

function constant(expression: Bound.BoundExpression): bigint | string | null | undefined {
  if (expression.kind === 'cast' && expression.implicit) return constant(expression.operand);
  if (expression.kind !== 'literal' || expression.value instanceof Uint8Array) return undefined;
  return typeof expression.value === 'number' ? undefined : expression.value;
}
