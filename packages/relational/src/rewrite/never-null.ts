import type { RelExpression } from '../tree/expression.js';
import type { RelPredicate } from '../tree/predicate.js';

/** Operators that give NULL for NULL alone: what goes wrong in them is an error. */
export const STRICT: ReadonlySet<string> = new Set([
  ...['add', 'subtract', 'multiply', 'divide', 'modulo', 'negate', 'bit-and', 'bit-or', 'bit-xor', 'bit-not'],
  ...['concatenate', 'add-days', 'subtract-days', 'collation-key', 'type-key'],
  ...['known-text', 'within-money', 'within-dates', 'within-number', 'basic-text', 'code-page-text'],
]);

/** Functions that give NULL for NULL alone, too. */
export const STRICT_FUNCTIONS: ReadonlySet<string> = new Set([
  ...['UPPER', 'LOWER', 'LTRIM', 'RTRIM', 'TRIM', 'LEN', 'ABS', 'YEAR', 'MONTH', 'DAY', 'DATEDIFF', 'DATEADD'],
]);

/**
 * Whether a value is never NULL. SQL Server's metadata call every sum nullable; what counts here are the values, where
 * overflow and division by zero are errors.
 */
export function neverNull(node: RelExpression): boolean {
  if (!node.nullable) return true;
  switch (node.kind) {
    case 'literal':
      return node.value !== null;
    case 'operation':
      return STRICT.has(node.operator) && node.operands.every(neverNull);
    case 'cast':
      return !node.attempt && neverNull(node.operand);
    case 'case':
      return (
        node.otherwise !== undefined &&
        neverNull(node.otherwise) &&
        node.branches.every(({ result }) => neverNull(result))
      );
    case 'call':
      if (node.function === 'ISNULL' || node.function === 'COALESCE') return node.arguments.some(neverNull);
      return STRICT_FUNCTIONS.has(node.function) && node.arguments.every(neverNull);
    case 'aggregate':
      return node.function === 'COUNT' || node.function === 'COUNT_BIG';
    default:
      return false;
  }
}

/** Whether a condition is never unknown. */
export function neverUnknown(node: RelPredicate): boolean {
  switch (node.kind) {
    case 'comparison':
      return neverNull(node.left) && neverNull(node.right);
    case 'between':
      return [node.operand, node.low, node.high].every(neverNull);
    case 'in-list':
      return [node.operand, ...node.values].every(neverNull);
    case 'like':
      return neverNull(node.operand) && neverNull(node.pattern);
    case 'matches':
      return neverNull(node.operand);
    case 'is-null':
    case 'is-distinct':
    case 'not-true':
    case 'exists':
      return true;
    case 'logical':
      return node.operands.every(neverUnknown);
    case 'not':
      return neverUnknown(node.operand);
    default:
      return false;
  }
}
