import type { Bound } from '@datamigrate/tsql-binder';
import { eachNode } from '../assessment/table-writes.js';

/** What a parameter bounds where it is compared. */
type Use = 'low' | 'high' | 'other';

const USES: Readonly<Record<string, readonly [left: Use, right: Use] | undefined>> = {
  '>': ['high', 'low'],
  '>=': ['high', 'low'],
  '<': ['low', 'high'],
  '<=': ['low', 'high'],
};

/**
 * Parameters, in lower case, from which on rows are taken and nothing else: `Changed > @LastCutoff`. The smaller they are,
 * the more comes through.
 */
export function lowerBounds(statements: readonly Bound.BoundStatement[]): ReadonlySet<string> {
  const uses = new Map<string, Set<Use>>();
  const note = (side: Bound.BoundExpression, other: Bound.BoundExpression, use: Use): void => {
    const name = parameterOf(side);
    if (name === undefined || parameterOf(other) !== undefined) return;
    uses.set(name, (uses.get(name) ?? new Set()).add(use));
  };
  eachNode(statements, (node) => {
    if (node.kind !== 'comparison') return;
    const { operator, left, right } = node as unknown as Bound.BoundComparison;
    const [ofLeft, ofRight] = USES[operator] ?? ['other', 'other'];
    note(left, right, ofLeft);
    note(right, left, ofRight);
  });
  return new Set([...uses].flatMap(([name, found]) => (found.size === 1 && found.has('low') ? [name] : [])));
}

/** `@x`, also converted, and with another value for NULL. */
function parameterOf(expression: Bound.BoundExpression): string | undefined {
  switch (expression.kind) {
    case 'variable':
      return expression.name.toLowerCase();
    case 'cast':
      return parameterOf(expression.operand);
    case 'call':
      return /^(ISNULL|COALESCE)$/.test(expression.function) && expression.arguments[0]
        ? parameterOf(expression.arguments[0])
        : undefined;
    default:
      return undefined;
  }
}
