import type { Expression, FrameBound, OverClause, WindowFrame } from '../../ast/expressions.js';
import { parseIdentifier } from '../parse-names.js';
import type { Parser } from '../parser.js';
import { parseOrderBy } from '../queries/parse-order-by.js';
import { parseScalar } from './parse-expression.js';

/** `OVER w` or `OVER (…)` */
export function parseOver(p: Parser): OverClause {
  const { start } = p;
  p.expect('OVER');
  if (!p.at('(')) {
    const window = parseIdentifier(p);
    return { kind: 'OverClause', start, end: p.end, window, parenthesized: false, partitionBy: [] };
  }
  return parseWindowSpecification(p, start);
}

/** `([window] [PARTITION BY …] [ORDER BY …] [frame])`, for OVER and for the WINDOW clause. */
export function parseWindowSpecification(p: Parser, start: number): OverClause {
  p.expect('(');
  p.enter();
  const named = p.atIdentifier && !(p.at('PARTITION') && p.term(1) === 'BY') && !p.atAny('ROWS', 'RANGE');
  const window = named ? parseIdentifier(p) : undefined;
  const partitionBy: Expression[] = [];
  if (p.eatAll('PARTITION', 'BY')) {
    do partitionBy.push(parseScalar(p));
    while (p.eat(','));
  }
  const orderBy = p.at('ORDER') ? parseOrderBy(p) : undefined;
  const frame = p.atAny('ROWS', 'RANGE') ? parseFrame(p) : undefined;
  p.leave();
  p.expect(')');
  return { kind: 'OverClause', start, end: p.end, window, parenthesized: true, partitionBy, orderBy, frame };
}

function parseFrame(p: Parser): WindowFrame {
  const { start } = p;
  const unit = p.oneOf('ROWS', 'RANGE');
  if (p.eat('BETWEEN')) {
    const from = parseBound(p);
    p.expect('AND');
    const to = parseBound(p);
    return { kind: 'WindowFrame', start, end: p.end, unit, from, to };
  }
  const from = parseBound(p);
  return { kind: 'WindowFrame', start, end: p.end, unit, from };
}

function parseBound(p: Parser): FrameBound {
  const { start } = p;
  if (p.eat('UNBOUNDED')) {
    const side = p.oneOf('PRECEDING', 'FOLLOWING');
    return { kind: 'FrameBound', start, end: p.end, bound: `UNBOUNDED ${side}` };
  }
  if (p.eatAll('CURRENT', 'ROW')) return { kind: 'FrameBound', start, end: p.end, bound: 'CURRENT ROW' };
  const offset = parseScalar(p);
  const bound = p.oneOf('PRECEDING', 'FOLLOWING');
  return { kind: 'FrameBound', start, end: p.end, bound, offset };
}
