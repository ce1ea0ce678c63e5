import type { OffsetClause } from '../../ast/queries.js';
import { parseScalar } from '../expressions/parse-expression.js';
import type { Parser } from '../parser.js';

/** `OFFSET n ROWS [FETCH NEXT m ROWS ONLY]` */
export function parseOffset(p: Parser): OffsetClause {
  const { start } = p;
  p.expect('OFFSET');
  const offset = parseScalar(p);
  p.oneOf('ROW', 'ROWS');
  if (!p.eat('FETCH')) return { kind: 'OffsetClause', start, end: p.end, offset };
  const approximate = p.eat('APPROXIMATE') || p.eat('APPROX') || undefined;
  p.oneOf('FIRST', 'NEXT');
  const fetch = parseScalar(p);
  p.oneOf('ROW', 'ROWS');
  p.expect('ONLY');
  return { kind: 'OffsetClause', start, end: p.end, offset, fetch, approximate };
}
