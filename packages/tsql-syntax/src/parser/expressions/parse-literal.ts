import type { Literal } from '../../ast/literals.js';
import { TokenKind } from '../../lexer/token-kind.js';
import type { Parser } from '../parser.js';

/** A number, money or binary literal. */
export function parseLiteral(p: Parser): Literal {
  const { start } = p;
  const kind = p.kind();
  const text = p.tokenText;
  p.advance();
  const { end } = p;
  switch (kind) {
    case TokenKind.Integer:
      return { kind: 'IntegerLiteral', start, end, text };
    case TokenKind.Decimal:
      return { kind: 'DecimalLiteral', start, end, text };
    case TokenKind.Float:
      return { kind: 'FloatLiteral', start, end, text };
    case TokenKind.Money:
      return { kind: 'MoneyLiteral', start, end, text };
    default:
      return {
        kind: 'BinaryLiteral',
        start,
        end,
        digits: text
          .slice(2)
          .replace(/\\\r?\n/g, '')
          .toUpperCase(),
      };
  }
}
