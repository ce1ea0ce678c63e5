import type { StringLiteral } from '../../ast/literals.js';
import { stringValue } from '../../lexer/scan-quoted.js';
import { TokenKind } from '../../lexer/token-kind.js';
import type { Parser } from '../parser.js';

export function parseStringLiteral(p: Parser): StringLiteral {
  if (!p.atString) p.fail('a string');
  const { start } = p;
  const text = p.tokenText;
  const national = p.kind() === TokenKind.NationalString;
  const quote = text.charAt(text.length - 1);
  p.advance();
  return {
    kind: 'StringLiteral',
    start,
    end: p.end,
    value: stringValue(text.slice(national ? 2 : 1, -1), quote),
    national,
  };
}
