import type { OffsetClause } from '../../ast/queries.js';
import { parseScalar } from '../expressions/parse-expression.js';
import type { Parser } from '../parser.js';

export function startsOffset(p: Parser): boolean {
  return p.at('OFFSET') || (p.at('FETCH') && (p.term(1) === 'APPROXIMATE' || p.term(1) === 'APPROX'));
}

/** `OFFSET n ROWS [FETCH NEXT m ROWS ONLY]`; an approximate FETCH may stand alone. */
export function parseOffset(p: Parser): OffsetClause {
  const { start } = p;
  if (p.at('FETCH')) {
    const rest = parseFetch(p);
    return { kind: 'OffsetClause', start, ...rest, end: p.end };
  }
  p.expect('OFFSET');
  const offset = parseScalar(p);
  p.oneOf('ROW', 'ROWS');
  if (!p.at('FETCH') || !(p.term(1) === 'NEXT' || p.term(1) === 'FIRST' || startsOffset(p)) || isCursorFetch(p)) {
    return { kind: 'OffsetClause', start, end: p.end, offset };
  }
  const rest = parseFetch(p);
  return { kind: 'OffsetClause', start, offset, ...rest, end: p.end };
}

/** `FETCH NEXT FROM c` behind an OFFSET is a statement of its own. */
function isCursorFetch(p: Parser): boolean {
  return p.term(2) === 'FROM';
}

function parseFetch(p: Parser): Pick<OffsetClause, 'fetch' | 'approximate'> {
  p.expect('FETCH');
  const approximate = p.eat('APPROXIMATE') || p.eat('APPROX') || undefined;
  p.oneOf('FIRST', 'NEXT');
  const fetch = parseScalar(p);
  p.oneOf('ROW', 'ROWS');
  p.expect('ONLY');
  return { fetch, approximate };
}
