import { SYMBOL_ID } from './term-table.js';
import type { TokenBuffer } from './token-buffer.js';
import { TokenKind } from './token-kind.js';

/** Term ids of one-character symbols, by code. */
const ONE = new Uint16Array(128);
for (const [text, id] of SYMBOL_ID) if (text.length === 1) ONE[text.charCodeAt(0)] = id;

/** Symbols of two characters, by the codes of both. */
const TWO = new Map<number, number>();
for (const [text, id] of SYMBOL_ID) if (text.length === 2) TWO.set(text.charCodeAt(0) * 128 + text.charCodeAt(1), id);

const CONCAT_ASSIGN = SYMBOL_ID.get('||=') ?? 0;

export function scanOperator(text: string, start: number, tokens: TokenBuffer): number {
  const first = text.charCodeAt(start);
  const second = text.charCodeAt(start + 1);
  if (second < 128) {
    const two = TWO.get(first * 128 + second);
    if (two !== undefined) {
      if (first === 0x7c && second === 0x7c && text.charCodeAt(start + 2) === 0x3d) {
        tokens.push(TokenKind.Symbol, CONCAT_ASSIGN, start, start + 3);
        return start + 3;
      }
      tokens.push(TokenKind.Symbol, two, start, start + 2);
      return start + 2;
    }
  }
  tokens.push(TokenKind.Symbol, ONE[first] ?? 0, start, start + 1);
  return start + 1;
}
