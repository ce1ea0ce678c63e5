import { plain, type SqlType } from '@datamigrate/catalog';
import type { Span } from '@datamigrate/diagnostics';
import type { BoundCast, BoundErrorExpression, BoundExpression, BoundLiteral } from './expression.js';
import type { BoundErrorPredicate } from './predicate.js';

/** Makers of nodes that several binding functions need. */

export function spanFrom(node: Span): Span {
  return { start: node.start, end: node.end };
}

export function errorExpression(node: Span): BoundErrorExpression {
  return { kind: 'error', type: { name: 'null' }, nullable: true, span: spanFrom(node) };
}

export function errorPredicate(node: Span): BoundErrorPredicate {
  return { kind: 'error-predicate', span: spanFrom(node) };
}

export function nullLiteral(type: SqlType, span: Span): BoundLiteral {
  return { kind: 'literal', type, nullable: true, value: null, span };
}

export function integerLiteral(value: bigint, span: Span): BoundLiteral {
  return { kind: 'literal', type: plain('int'), nullable: false, value, span };
}

export function isNullLiteral(expression: BoundExpression): expression is BoundLiteral {
  return expression.kind === 'literal' && expression.value === null;
}

export function castTo(operand: BoundExpression, type: SqlType, implicit: boolean): BoundCast {
  return {
    kind: 'cast',
    type,
    nullable: operand.nullable,
    collation: operand.collation,
    span: operand.span,
    operand,
    implicit,
    attempt: false,
    style: undefined,
  };
}
