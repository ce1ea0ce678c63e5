import { endOfLine, skipBlockComment } from './scan-line.js';
import type { TokenBuffer } from './token-buffer.js';

/** A comment of the source, with what a printer must know to put it back in its place. */
export interface Comment {
  readonly start: number;
  readonly end: number;
  /** The whole comment as written, `--` or `/*` included. */
  readonly text: string;
  readonly type: 'line' | 'block';
  /** True when nothing but blanks stands before it on its line. */
  readonly ownLine: boolean;
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
  let i = from;
  while (i < to) {
    const code = text.charCodeAt(i);
    const next = text.charCodeAt(i + 1);
    if (code === 0x2d && next === 0x2d) {
      const end = Math.min(endOfLine(text, i), to);
      comments.push({ start: i, end, text: text.slice(i, end), type: 'line', ownLine: isOwnLine(text, i, batchStart) });
      i = end;
    } else if (code === 0x2f && next === 0x2a) {
      const close = skipBlockComment(text, i);
      const end = close < 0 ? to : close;
      comments.push({
        start: i,
        end,
        text: text.slice(i, end),
        type: 'block',
        ownLine: isOwnLine(text, i, batchStart),
      });
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
