import type { Expression } from '../../ast/expressions.js';
import type { OdbcLiteral } from '../../ast/literals.js';
import type { Parser } from '../parser.js';
import { parsePrimary } from './parse-primary.js';
import { parseStringLiteral } from './parse-string-literal.js';

/** ODBC escapes: `{fn …}`, `{d '…'}`, `{t '…'}`, `{ts '…'}`, `{guid '…'}`. */
export function parseOdbcEscape(p: Parser): Expression {
  const { start } = p;
  p.expect('{');
  if (p.eat('FN')) {
    const call = parsePrimary(p);
    p.expect('}');
    return { kind: 'OdbcFunctionCall', start, end: p.end, call };
  }
  const word = p.tokenText.toLowerCase();
  if (word !== 'd' && word !== 't' && word !== 'ts' && word !== 'guid') p.fail('fn, d, t, ts or guid');
  p.advance();
  const value = parseStringLiteral(p);
  p.expect('}');
  return { kind: 'OdbcLiteral', start, end: p.end, type: word as OdbcLiteral['type'], value };
}
