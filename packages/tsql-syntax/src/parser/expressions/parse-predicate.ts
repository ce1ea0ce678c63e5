import type { Expression } from '../../ast/expressions.js';
import type { ComparisonOperator } from '../../ast/predicates.js';
import type { Parser } from '../parser.js';
import { parseQueryExpression, startsQuery } from '../queries/parse-query-expression.js';
import { parseScalar } from './parse-expression.js';

type Operand = (p: Parser) => Expression;

const STARTS = new Set<string>([
  '=',
  '<>',
  '!=',
  '<',
  '<=',
  '>',
  '>=',
  '!<',
  '!>',
  '!',
  '*=',
  'IS',
  'IN',
  'LIKE',
  'BETWEEN',
  'NOT',
]);

/** Whether a comparison, IS, IN, LIKE or BETWEEN goes on here. */
export function startsPredicateTail(p: Parser): boolean {
  if (!STARTS.has(p.term())) return false;
  // NOT begins a tail only before its word: in `CHECK (x) NOT FOR REPLICATION` it does not.
  return !p.at('NOT') || ['IN', 'LIKE', 'BETWEEN'].includes(p.term(1));
}

/** The rest of a predicate whose first operand has been read. */
export function parsePredicateTail(p: Parser, left: Expression, operand: Operand): Expression {
  const { start } = left;
  if (p.at('IS')) return parseIs(p, left, operand);
  const negated = p.eat('NOT');
  if (p.eat('BETWEEN')) {
    const low = operand(p);
    p.expect('AND');
    const high = operand(p);
    return { kind: 'BetweenPredicate', start, end: p.end, operand: left, negated, low, high };
  }
  if (p.eat('LIKE')) return parseLike(p, left, negated, operand);
  if (p.eat('IN')) return parseIn(p, left, negated);
  return parseComparison(p, left, operand);
}

function parseIs(p: Parser, left: Expression, operand: Operand): Expression {
  const { start } = left;
  p.expect('IS');
  const negated = p.eat('NOT');
  if (p.eat('NULL')) return { kind: 'IsNullPredicate', start, end: p.end, operand: left, negated };
  p.expect('DISTINCT');
  p.expect('FROM');
  const right = operand(p);
  return { kind: 'IsDistinctFromPredicate', start, end: p.end, left, negated, right };
}

function parseLike(p: Parser, left: Expression, negated: boolean, operand: Operand): Expression {
  const { start } = left;
  const pattern = operand(p);
  let escape: Expression | undefined;
  let odbcEscape: boolean | undefined;
  if (p.eat('ESCAPE')) escape = operand(p);
  else if (p.atAll('{', 'ESCAPE')) {
    p.pos += 2;
    escape = operand(p);
    odbcEscape = true;
    p.expect('}');
  }
  return { kind: 'LikePredicate', start, end: p.end, operand: left, negated, pattern, escape, odbcEscape };
}

function parseIn(p: Parser, left: Expression, negated: boolean): Expression {
  const { start } = left;
  p.expect('(');
  p.enter();
  let values: Expression[] | undefined;
  let query: ReturnType<typeof parseQueryExpression> | undefined;
  if (startsQuery(p)) query = parseQueryExpression(p);
  else {
    values = [];
    do values.push(parseScalar(p));
    while (p.eat(','));
    // `IN ((SELECT …))`: one parenthesised subquery is a list of one value, as SQL Server reads it.
  }
  p.leave();
  p.expect(')');
  return { kind: 'InPredicate', start, end: p.end, operand: left, negated, values, query };
}

function parseComparison(p: Parser, left: Expression, operand: Operand): Expression {
  const { start } = left;
  const operatorStart = p.start;
  const operator = parseComparisonOperator(p);
  if (operator === '*=' || operator === '=*') {
    const side = operator === '*=' ? 'LEFT' : 'RIGHT';
    const help = `Write ${side} OUTER JOIN … ON instead.`;
    p.report(
      `The outer join operator ${operator} is gone since compatibility level 90.`,
      { start: operatorStart, end: p.end },
      help,
    );
  }
  if (p.atAny('ALL', 'ANY', 'SOME') && p.term(1) === '(') {
    const quantifier = p.oneOf('ALL', 'ANY', 'SOME');
    p.expect('(');
    p.enter();
    const query = parseQueryExpression(p);
    p.leave();
    p.expect(')');
    return { kind: 'QuantifiedComparisonPredicate', start, end: p.end, operator, left, quantifier, query };
  }
  const right = operand(p);
  return { kind: 'ComparisonPredicate', start, end: p.end, operator, left, right };
}

/** The two characters of an operator may stand apart: `< >`, `! =`. */
export function parseComparisonOperator(p: Parser): ComparisonOperator {
  const first = p.oneOf('=', '<>', '!=', '<', '<=', '>', '>=', '!<', '!>', '!', '*=');
  if (first === '=' && p.at('*')) {
    p.advance();
    return '=*';
  }
  if (first === '<' && p.eat('>')) return '<>';
  if ((first === '<' || first === '>') && p.eat('=')) return `${first}=`;
  if (first === '!') {
    const second = p.oneOf('=', '<', '>');
    return `!${second}`;
  }
  return first;
}
