import type { GroupByClause, GroupingItem } from '../../ast/queries.js';
import { parseScalar } from '../expressions/parse-expression.js';
import type { Parser } from '../parser.js';

export function parseGroupBy(p: Parser): GroupByClause {
  const { start } = p;
  p.expectAll('GROUP', 'BY');
  const all = p.eat('ALL');
  const items = parseItems(p, false);
  let extra: GroupByClause['with'];
  if (p.at('WITH') && (p.term(1) === 'ROLLUP' || p.term(1) === 'CUBE')) {
    p.advance();
    extra = p.oneOf('ROLLUP', 'CUBE');
  } else if (p.atAll('WITH', '(', 'DISTRIBUTED_AGG', ')')) {
    p.pos += 4;
    extra = 'DISTRIBUTED_AGG';
  }
  return { kind: 'GroupByClause', start, end: p.end, all, items, with: extra };
}

function parseItems(p: Parser, inFunction: boolean): GroupingItem[] {
  const items: GroupingItem[] = [];
  do items.push(parseItem(p, inFunction));
  while (p.eat(','));
  return items;
}

function parseItem(p: Parser, inFunction: boolean): GroupingItem {
  const { start } = p;
  if (p.atAll('(', ')')) {
    p.pos += 2;
    return { kind: 'GrandTotal', start, end: p.end };
  }
  if (p.atAny('ROLLUP', 'CUBE') && p.term(1) === '(') {
    const name = p.oneOf('ROLLUP', 'CUBE');
    return { kind: 'GroupingFunction', start, function: name, items: parseParenthesized(p), end: p.end };
  }
  if (p.atAll('GROUPING', 'SETS', '(')) {
    p.pos += 2;
    return { kind: 'GroupingFunction', start, function: 'GROUPING SETS', items: parseParenthesized(p), end: p.end };
  }
  if (inFunction && p.at('(') && !opensExpression(p)) {
    return { kind: 'GroupingComposite', start, items: parseParenthesized(p), end: p.end };
  }
  const expression = parseScalar(p);
  let distributed: boolean | undefined;
  if (p.atAll('WITH', '(', 'DISTRIBUTED_AGG', ')')) {
    p.pos += 4;
    distributed = true;
  }
  return { kind: 'GroupingExpression', start, end: p.end, expression, distributed };
}

/** Items between parentheses; reads them before the caller takes `p.end`. */
function parseParenthesized(p: Parser): GroupingItem[] {
  p.expect('(');
  p.enter();
  const items = parseItems(p, true);
  p.leave();
  p.expect(')');
  return items;
}

/** `(a) + 1` inside ROLLUP begins an expression; `(a, b)` and `(a)` are lists of columns. */
function opensExpression(p: Parser): boolean {
  let depth = 0;
  for (let ahead = 0; ; ahead++) {
    const term = p.term(ahead);
    if (term === '(') depth++;
    else if (term === ')') {
      if (--depth === 0) return p.term(ahead + 1) !== ',' && p.term(ahead + 1) !== ')';
    } else if (p.kind(ahead) === 0) return false;
  }
}
