import type { BinaryOperator, Expression } from '../../ast/expressions.js';
import { syntaxDiagnostics } from '../../diagnostics.js';
import type { Parser } from '../parser.js';
import { isPredicate } from './is-predicate.js';
import { parsePredicateTail, startsPredicateTail } from './parse-predicate.js';
import { parsePrimary } from './parse-primary.js';

/**
 * Operator precedence, loosest first. NOT, AND and OR join conditions; comparisons make one from values.
 * Source: learn.microsoft.com/sql/t-sql/language-elements/operator-precedence-transact-sql
 */
const Precedence = { Or: 1, And: 2, Not: 3, Comparison: 4, Additive: 5, Multiplicative: 6 } as const;

/** A value: anything but a condition. */
export function parseScalar(p: Parser): Expression {
  return requireScalar(p, parseFrom(p, Precedence.Additive));
}

/** A value, or DEFAULT where it may stand for one. */
export function parseScalarOrDefault(p: Parser): Expression {
  if (p.at('DEFAULT')) p.defaultAt = p.pos;
  return parseScalar(p);
}

/** A condition: something that is true, false or unknown. */
export function parseCondition(p: Parser): Expression {
  return requirePredicate(p, parseFrom(p, Precedence.Or));
}

/** A value or a condition: inside parentheses only what follows tells. */
export function parseEither(p: Parser): Expression {
  return parseFrom(p, Precedence.Or);
}

function parseFrom(p: Parser, minimum: number): Expression {
  let left: Expression;
  if (minimum <= Precedence.Not && p.at('NOT')) {
    const { start } = p;
    p.advance();
    p.enter();
    const operand = requirePredicate(p, parseFrom(p, Precedence.Not));
    p.leave();
    left = { kind: 'NotExpression', start, end: p.end, operand };
  } else {
    left = parsePrimary(p);
  }
  for (;;) {
    const term = p.term();
    const level = LEVEL[term];
    if (level === undefined || level < minimum) {
      if (minimum <= Precedence.Comparison && startsPredicateTail(p)) {
        left = parsePredicateTail(p, requireScalar(p, left), operandOfPredicate);
        continue;
      }
      return left;
    }
    p.advance();
    if (level <= Precedence.And) {
      requirePredicate(p, left);
      const right = requirePredicate(p, parseFrom(p, level + 1));
      left = { kind: 'LogicalExpression', start: left.start, end: p.end, operator: term as 'AND' | 'OR', left, right };
    } else {
      requireScalar(p, left);
      const right = requireScalar(p, parseFrom(p, level + 1));
      left = { kind: 'BinaryExpression', start: left.start, end: p.end, operator: term as BinaryOperator, left, right };
    }
  }
}

function operandOfPredicate(p: Parser): Expression {
  return requireScalar(p, parseFrom(p, Precedence.Additive));
}

const LEVEL: Readonly<Record<string, number | undefined>> = Object.assign(Object.create(null), {
  OR: Precedence.Or,
  AND: Precedence.And,
  '+': Precedence.Additive,
  '-': Precedence.Additive,
  '&': Precedence.Additive,
  '|': Precedence.Additive,
  '^': Precedence.Additive,
  '||': Precedence.Additive,
  '<<': Precedence.Additive,
  '>>': Precedence.Additive,
  '*': Precedence.Multiplicative,
  '/': Precedence.Multiplicative,
  '%': Precedence.Multiplicative,
});

export function requireScalar(p: Parser, expression: Expression): Expression {
  if (!isPredicate(expression)) return expression;
  const span = { start: expression.start, end: expression.end };
  p.failWith(syntaxDiagnostics.create('parse-expected-value', {}, span));
}

export function requirePredicate(p: Parser, expression: Expression): Expression {
  if (isPredicate(expression)) return expression;
  const span = { start: expression.start, end: expression.end };
  const text = p.text.slice(span.start, Math.min(span.end, span.start + 30));
  p.failWith(syntaxDiagnostics.create('parse-expected-condition', { text }, span));
}
