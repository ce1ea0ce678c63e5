/** Line ends, comments and GO: what the lexer needs to know about lines. */

export function endOfLine(text: string, from: number): number {
  let i = from;
  for (; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === 10 || code === 13) break;
  }
  return i;
}

/** The offset behind a block comment, nested comments included, or -1 when it is not closed. */
export function skipBlockComment(text: string, start: number): number {
  let depth = 1;
  for (let i = start + 2; i < text.length - 1; i++) {
    const code = text.charCodeAt(i);
    if (code === 0x2a && text.charCodeAt(i + 1) === 0x2f) {
      i++;
      if (--depth === 0) return i + 1;
    } else if (code === 0x2f && text.charCodeAt(i + 1) === 0x2a) {
      i++;
      depth++;
    }
  }
  return -1;
}

/** True when nothing but blanks stands between the start of the line (or of the batch) and `i`. */
export function startsLine(text: string, i: number, from: number): boolean {
  for (let j = i - 1; j >= from; j--) {
    const code = text.charCodeAt(j);
    if (code === 10 || code === 13) return true;
    if (code !== 32 && code !== 9) return false;
  }
  return true;
}

export interface GoLine {
  readonly next: number;
  readonly repeat: number;
}

/** The rest of a line after the word GO: blanks, a count, a comment; anything else is no batch separator. */
const GO_REST = /[ \t]*(\d+)?[ \t]*(?:--[^\r\n]*)?(?=\r|\n|$)/y;

export function matchGo(text: string, afterGo: number): GoLine | undefined {
  GO_REST.lastIndex = afterGo;
  const match = GO_REST.exec(text);
  if (!match) return undefined;
  return { next: nextLine(text, GO_REST.lastIndex), repeat: match[1] === undefined ? 1 : Number(match[1]) };
}

function nextLine(text: string, i: number): number {
  if (text.charCodeAt(i) === 13 && text.charCodeAt(i + 1) === 10) return i + 2;
  return i < text.length ? i + 1 : i;
}
