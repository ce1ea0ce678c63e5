import { withFields } from '@datamigrate/foundation';
import type {
  OffsetClause,
  OrderByClause,
  ParenthesizedQuery,
  QueryExpression,
  SetOperation,
  TopClause,
} from '../../ast/queries.js';
import type { Parser } from '../parser.js';
import { parseForClause, startsForClause } from './parse-for-clause.js';
import { parseOffset, startsOffset } from './parse-offset.js';
import { parseOrderBy } from './parse-order-by.js';
import { parseQuerySpecification } from './parse-query-specification.js';

/** Whether a query starts here, possibly behind opening parentheses. */
export function startsQuery(p: Parser): boolean {
  if (p.at('SELECT')) return true;
  if (!p.at('(')) return false;
  let ahead = 1;
  while (p.term(ahead) === '(') ahead++;
  if (p.term(ahead) !== 'SELECT') return false;
  return ahead === 1 ? closesAsQuery(p) : false;
}

/**
 * `(SELECT …)` may be a query in parentheses or the first operand of an expression or table list. What follows its
 * closing parenthesis tells; it is looked up by counting parentheses, once for each opening one.
 */
function closesAsQuery(p: Parser): boolean {
  let depth = 0;
  for (let ahead = 0; ; ahead++) {
    const term = p.term(ahead);
    if (term === '(') depth++;
    else if (term === ')' && --depth === 0) {
      const next = p.term(ahead + 1);
      return next === 'UNION' || next === 'EXCEPT' || next === 'INTERSECT';
    } else if (p.kind(ahead) === 0) return false;
  }
}

/** A query with its set operations, ORDER BY, OFFSET and FOR. */
export function parseQueryExpression(p: Parser): QueryExpression {
  return parseQueryRest(p, parseOperand(p));
}

/** The set operations and the tail behind a first query that has been read. */
export function parseQueryRest(p: Parser, first: QueryExpression): QueryExpression {
  return withTail(p, parseUnion(p, first));
}

/** INTERSECT binds before UNION and EXCEPT, which are taken from left to right. */
function parseUnion(p: Parser, first: QueryExpression): QueryExpression {
  let left = parseIntersect(p, first);
  while (p.atAny('UNION', 'EXCEPT')) {
    const operator = parseOperator(p);
    const right = parseIntersect(p, parseOperand(p));
    left = { kind: 'SetOperation', start: left.start, end: p.end, operator, left, right };
  }
  return left;
}

function parseIntersect(p: Parser, first: QueryExpression): QueryExpression {
  let left = first;
  while (p.at('INTERSECT')) {
    const operator = parseOperator(p);
    const right = parseOperand(p);
    left = { kind: 'SetOperation', start: left.start, end: p.end, operator, left, right };
  }
  return left;
}

function parseOperator(p: Parser): SetOperation['operator'] {
  const word = p.oneOf('UNION', 'EXCEPT', 'INTERSECT');
  return p.eat('ALL') ? `${word} ALL` : word;
}

function parseOperand(p: Parser): QueryExpression {
  if (!p.at('(')) return parseQuerySpecification(p);
  const { start } = p;
  p.expect('(');
  p.enter();
  const query = parseQueryExpression(p);
  p.leave();
  p.expect(')');
  const result: ParenthesizedQuery = { kind: 'ParenthesizedQuery', start, end: p.end, query };
  return result;
}

function checkTop(
  p: Parser,
  top: TopClause,
  orderBy: OrderByClause | undefined,
  offset: OffsetClause | undefined,
): void {
  if (top.withTies && !orderBy) p.report('TOP … WITH TIES needs an ORDER BY.', top);
  if (offset) p.report('TOP and OFFSET cannot stand in the same query.', offset, 'Use OFFSET … FETCH alone.');
}

function withTail(p: Parser, query: QueryExpression): QueryExpression {
  const orderBy = p.at('ORDER') ? parseOrderBy(p) : undefined;
  const offset = orderBy && startsOffset(p) ? parseOffset(p) : undefined;
  if (query.kind === 'QuerySpecification' && query.top) checkTop(p, query.top, orderBy, offset);
  const clause = startsForClause(p) ? parseForClause(p) : undefined;
  if (!orderBy && !clause) return query;
  return withFields(query, { orderBy, offset, for: clause, end: p.end });
}
