import { endOfLine, skipBlockComment } from './scan-line.js';
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

/** The comments of a batch in order: they stand between tokens, so only the gaps are read. */
export function commentsOf(text: string, tokens: TokenBuffer, from: number): Comment[] {
  const comments: Comment[] = [];
  let gapStart = from;
  for (let i = 0; i < tokens.count; i++) {
    const gapEnd = tokens.starts[i] as number;
    if (gapEnd - gapStart > 1) readGap(text, gapStart, gapEnd, from, comments);
    gapStart = tokens.ends[i] as number;
  }
  return comments;
}

function readGap(text: string, from: number, to: number, batchStart: number, comments: Comment[]): void {
  const after = from;
  let i = from;
  while (i < to) {
    const code = text.charCodeAt(i);
    const next = text.charCodeAt(i + 1);
    const line = code === 0x2d && next === 0x2d;
    if (line || (code === 0x2f && next === 0x2a)) {
      const close = line ? Math.min(endOfLine(text, i), to) : skipBlockComment(text, i);
      const end = close < 0 ? to : close;
      const type = line ? 'line' : 'block';
      comments.push({ start: i, end, text: text.slice(i, end), type, ownLine: isOwnLine(text, i, batchStart), after });
      i = end;
    } else if (code === 0x3a || (code === 0x21 && next === 0x21)) {
      const end = Math.min(endOfLine(text, i), to);
      comments.push({ start: i, end, text: text.slice(i, end), type: 'directive', ownLine: true, after });
      i = end;
    } else i++;
  }
}

function isOwnLine(text: string, start: number, batchStart: number): boolean {
  for (let j = start - 1; j >= batchStart; j--) {
    const code = text.charCodeAt(j);
    if (code === 10 || code === 13) return true;
    if (code !== 32 && code !== 9) return false;
  }
  return true;
}
