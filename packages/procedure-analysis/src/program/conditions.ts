import { plain } from '@datamigrate/catalog';
import type { Span } from '@datamigrate/diagnostics';
import type { Bound } from '@datamigrate/tsql-binder';

/** Conditions that decide whether a statement runs. Undefined stands for: always. */
export type Condition = Bound.BoundPredicate | undefined;

const INT = plain('int');

export function integer(value: number, span: Span): Bound.BoundLiteral {
  return { kind: 'literal', type: INT, nullable: false, value: BigInt(value), span };
}

/** A condition whose answer is known: 1 = 1 or 1 = 0. */
export function decided(holds: boolean, span: Span): Bound.BoundComparison {
  return { kind: 'comparison', operator: '=', left: integer(1, span), right: integer(holds ? 1 : 0, span), span };
}

/** Both conditions hold. */
export function both(a: Condition, b: Condition): Condition {
  if (!a || !b) return a ?? b;
  const operands = [a, b].flatMap((each) =>
    each.kind === 'logical' && each.operator === 'AND' ? each.operands : [each],
  );
  return { kind: 'logical', operator: 'AND', operands, span: b.span };
}

/** 1 where the condition is true, 0 where it is false or unknown. */
export function asFlag(condition: Bound.BoundPredicate, span: Span): Bound.BoundCase {
  return {
    kind: 'case',
    type: INT,
    nullable: false,
    span,
    branches: [{ when: condition, result: integer(1, span) }],
    otherwise: integer(0, span),
  };
}

/** The condition is false or unknown. A negation that knows no unknown is written as it is. */
export function notTrue(condition: Bound.BoundPredicate): Bound.BoundPredicate {
  const { span } = condition;
  if (condition.kind === 'exists') return { kind: 'not', operand: condition, span };
  if (condition.kind === 'is-null') return { ...condition, negated: !condition.negated };
  if (condition.kind === 'not' && condition.operand.kind === 'exists') return condition.operand;
  return { kind: 'comparison', operator: '=', left: asFlag(condition, span), right: integer(0, span), span };
}

/** `condition ? value : otherwise`. */
export function choose(
  condition: Condition,
  value: Bound.BoundExpression,
  otherwise: Bound.BoundExpression,
): Bound.BoundExpression {
  if (!condition) return value;
  return {
    kind: 'case',
    type: otherwise.type,
    nullable: value.nullable || otherwise.nullable,
    collation: otherwise.collation ?? value.collation,
    span: value.span,
    branches: [{ when: condition, result: value }],
    otherwise,
  };
}
