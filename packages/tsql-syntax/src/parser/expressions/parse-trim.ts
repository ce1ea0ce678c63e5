import type { Expression, TrimExpression } from '../../ast/expressions.js';
import type { Identifier } from '../../ast/names.js';
import { parseAnyWord } from '../parse-names.js';
import type { Parser } from '../parser.js';
import { parseScalar } from './parse-expression.js';
import { parseMethodChain } from './parse-method-chain.js';

/** TRIM(x) as a plain call, or TRIM([LEADING|TRAILING|BOTH] [characters FROM] x). */
export function parseTrim(p: Parser): Expression {
  const { start } = p;
  const name: Identifier = parseAnyWord(p);
  p.expect('(');
  p.enter();
  const side =
    p.atAny('LEADING', 'TRAILING', 'BOTH') && p.term(1) !== ')' ? p.oneOf('LEADING', 'TRAILING', 'BOTH') : undefined;
  const first = parseScalar(p);
  let characters: TrimExpression['characters'];
  let operand = first;
  if (p.eat('FROM')) {
    characters = first;
    operand = parseScalar(p);
  }
  p.leave();
  p.expect(')');
  if (side === undefined && characters === undefined) {
    return parseMethodChain(p, {
      kind: 'FunctionCall',
      start,
      end: p.end,
      name: { kind: 'ObjectName', start: name.start, end: name.end, name },
      arguments: [operand],
    });
  }
  return { kind: 'TrimExpression', start, end: p.end, side, characters, operand };
}
