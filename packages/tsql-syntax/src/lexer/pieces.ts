import { isUnicodeSpace } from './char-class.js';
import { endOfLine, skipBlockComment } from './scan-line.js';
import type { TokenBuffer } from './token-buffer.js';

/** A stretch of source text. `unknown` is text that is neither a token nor any of the rest: there must be none. */
export interface Piece {
  readonly type: 'token' | 'blank' | 'comment' | 'directive' | 'unknown';
  readonly text: string;
}

/**
 * Everything a batch consists of, in order: its tokens and what stands between them. Put together again the pieces are
 * the text from `from` to `to`, which is how a test can show that nothing was lost.
 */
export function* piecesOf(
  text: string,
  tokens: TokenBuffer,
  from: number,
  to: number,
): Generator<Piece, void, undefined> {
  let at = from;
  for (let i = 0; i < tokens.count; i++) {
    const start = tokens.starts[i] as number;
    const end = tokens.ends[i] as number;
    if (start > at) yield* trivia(text, at, start);
    if (end > start) yield { type: 'token', text: text.slice(start, end) };
    at = end;
  }
  if (to > at) yield* trivia(text, at, to);
}

function* trivia(text: string, from: number, to: number): Generator<Piece, void, undefined> {
  let i = from;
  while (i < to) {
    const start = i;
    const type = typeAt(text, i);
    if (type === 'blank') while (i < to && isBlank(text.charCodeAt(i))) i++;
    else if (type === 'unknown') i++;
    else i = endOfPiece(text, i, to);
    yield { type, text: text.slice(start, i) };
  }
}

function typeAt(text: string, i: number): Piece['type'] {
  const code = text.charCodeAt(i);
  const next = text.charCodeAt(i + 1);
  if (isBlank(code)) return 'blank';
  if ((code === 0x2d && next === 0x2d) || (code === 0x2f && next === 0x2a)) return 'comment';
  // `:setvar x y` and `!!command` of sqlcmd.
  return code === 0x3a || (code === 0x21 && next === 0x21) ? 'directive' : 'unknown';
}

function endOfPiece(text: string, i: number, to: number): number {
  if (text.charCodeAt(i) !== 0x2f) return Math.min(endOfLine(text, i), to);
  const close = skipBlockComment(text, i);
  return close < 0 ? to : Math.min(close, to);
}

function isBlank(code: number): boolean {
  return code <= 32 || (code >= 128 && isUnicodeSpace(code));
}
