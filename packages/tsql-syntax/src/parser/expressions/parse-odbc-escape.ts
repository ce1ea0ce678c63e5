import type { Expression } from '../../ast/expressions.js';
import type { OdbcLiteral } from '../../ast/literals.js';
import type { Identifier } from '../../ast/names.js';
import { parseAnyWord, parseIdentifier } from '../parse-names.js';
import type { Parser } from '../parser.js';
import { parseScalar } from './parse-expression.js';
import { parseFunctionCall } from './parse-function-call.js';
import { parseStringLiteral } from './parse-string-literal.js';

/** ODBC escapes: `{fn …}`, `{d '…'}`, `{t '…'}`, `{ts '…'}`, `{guid '…'}`. */
export function parseOdbcEscape(p: Parser): Expression {
  const { start } = p;
  p.expect('{');
  if (p.eat('FN')) return parseOdbcFunction(p, start);
  const word = p.tokenText.toLowerCase();
  if (word !== 'd' && word !== 't' && word !== 'ts' && word !== 'guid') p.fail('fn, d, t, ts or guid');
  p.advance();
  const value = parseStringLiteral(p);
  p.expect('}');
  return { kind: 'OdbcLiteral', start, end: p.end, type: word as OdbcLiteral['type'], value };
}

/** Behind `{fn`: any word names a function here, reserved or not. Some have a syntax of their own. */
function parseOdbcFunction(p: Parser, start: number): Expression {
  const nameStart = p.start;
  const word = p.tokenText.toUpperCase();
  const name = parseAnyWord(p);
  let call: Expression;
  let extract: Identifier | undefined;
  if (!p.at('(')) {
    if (!NILADIC.has(word)) p.fail("'('");
    call = { kind: 'NiladicFunction', start: nameStart, end: p.end, name: word };
  } else if (word === 'EXTRACT') {
    p.expect('(');
    extract = parseIdentifier(p);
    p.expect('FROM');
    call = parseScalar(p);
    p.expect(')');
  } else call = parseFunctionCall(p, { kind: 'ObjectName', start: nameStart, end: p.end, name });
  p.expect('}');
  return { kind: 'OdbcFunctionCall', start, end: p.end, call, extract };
}

const NILADIC = new Set(['CURRENT_DATE', 'CURRENT_TIME', 'CURRENT_TIMESTAMP']);
