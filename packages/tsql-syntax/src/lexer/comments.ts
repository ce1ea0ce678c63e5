import type { TokenBuffer } from './token-buffer.js';

/** A comment or a line of sqlcmd (`:setvar a b`), with what a printer must know to put it back in its place. */
export interface Comment {
  readonly start: number;
  readonly end: number;
  /** All of it as written, `--`, `/*` or `:` included. */
  readonly text: string;
  readonly type: 'line' | 'block' | 'directive';
  /** True when nothing but blanks stands before it on its line. */
  readonly ownLine: boolean;
  /** Where the token before it ends; where the batch starts when there is none. */
  readonly after: number;
}

/** The comments of a batch in order, as the lexer has noted them. */
export function commentsOf(text: string, tokens: TokenBuffer, from: number): Comment[] {
  return tokens.comments.map(({ start, end, token }) => {
    const after = token === 0 ? from : (tokens.ends[token - 1] as number);
    const type = typeOf(text.charCodeAt(start));
    const ownLine = type === 'directive' || isOwnLine(text, start, from);
    return { start, end, text: text.slice(start, end), type, ownLine, after };
  });
}

function typeOf(first: number): Comment['type'] {
  if (first === 0x2d) return 'line';
  return first === 0x2f ? 'block' : 'directive';
}

function isOwnLine(text: string, start: number, batchStart: number): boolean {
  for (let j = start - 1; j >= batchStart; j--) {
    const code = text.charCodeAt(j);
    if (code === 10 || code === 13) return true;
    if (code !== 32 && code !== 9) return false;
  }
  return true;
}
