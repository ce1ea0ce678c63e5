import type { ComparisonOperator } from './predicate.js';

/** Whether a comparison holds of two values, of which the first is below (< 0), equal to (0) or above (> 0) the other. */
export function holdsFor(operator: ComparisonOperator, order: number): boolean {
  switch (operator) {
    case '=':
      return order === 0;
    case '<>':
      return order !== 0;
    case '<':
      return order < 0;
    case '<=':
      return order <= 0;
    case '>':
      return order > 0;
    case '>=':
      return order >= 0;
  }
}
