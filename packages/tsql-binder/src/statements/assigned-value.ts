import type { Span } from '@datamigrate/diagnostics';
import type { Ast } from '@datamigrate/tsql-syntax';

interface Assignment extends Span {
  readonly operator: Ast.AssignmentOperator;
  readonly value: Ast.Expression;
}

/** The value of an assignment; `x += y` means `x + (y)`. */
export function assignedValue(node: Assignment, target: Ast.Expression): Ast.Expression {
  const { operator, value } = node;
  if (operator === '=') return value;
  return {
    kind: 'BinaryExpression',
    operator: operator.slice(0, -1) as Ast.BinaryExpression['operator'],
    left: target,
    right: value,
    start: node.start,
    end: node.end,
  };
}
