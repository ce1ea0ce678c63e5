/** Lines that only frame a comment, or that tools put there. */
const FRAME = /^[\s*=\-_#~+/\\]*$/;
const TOOL_LINE = /^\s*\**\s*Object:\s+\w+.*(?:Script Date.*)?\**\s*$/i;
/** Entries of a header that say nothing about what the object does. */
const HISTORY =
  /^(?:author|created?(?: by| date| on)?|date|modified(?: by| date)?|version|change(?:d| log| history)?|revision|copyright)\b\s*[:.]/i;
/** Somebody's initials and a date, alone or behind the name of the object: `usp_Load - tl 2017`. */
const SIGNATURE =
  /^(?:[\w.[\]]+\s*[-–:,]\s*)?[a-z]{2,3}[,\s]+(?:\d{1,2}[./-]){0,2}(?:19|20)\d\d(?:[./-]\d{1,2}){0,2}\.?$/i;
const LIST_ITEM = /^(?:[-*•]|\d+[.)])\s+\S/;
const PURPOSE = /^(?:description|desc|purpose|summary|comment)\s*[:.]\s*/i;

/**
 * The comment that stands directly above a line: what its author said about the object or statement. Frames, names of
 * authors and dates are left out; the lines become one text. Empty when there is none, or none of substance.
 */
export function commentAbove(lines: readonly string[], line: number): string {
  return commentText(commentLines(lines, line));
}

/** The lines of the comment above a line (an index into `lines`), without its marks. */
function commentLines(lines: readonly string[], line: number): string[] {
  const found: string[] = [];
  let at = line - 1;
  while (at >= 0) {
    const text = (lines[at] ?? '').trim();
    if (text.startsWith('--')) found.unshift(text.replace(/^-+/, ''));
    else if (text.endsWith('*/')) {
      const first = openingLine(lines, at);
      if (first === undefined) break;
      const block = lines.slice(first, at + 1).join('\n');
      // A comment behind code belongs to that code.
      if (!block.trim().startsWith('/*')) break;
      const inner = block
        .trim()
        .replace(/^\/\*+/, '')
        .replace(/\*+\/$/, '');
      found.unshift(...inner.split('\n').map((each) => each.replace(/^\s*\*+(?=\s|$)/, '')));
      at = first;
    } else break;
    at--;
  }
  return found;
}

function openingLine(lines: readonly string[], from: number): number | undefined {
  for (let at = from; at >= 0; at--) if (lines[at]?.includes('/*')) return at;
  return undefined;
}

function commentText(lines: readonly string[]): string {
  const kept: string[] = [];
  let dropping = false;
  for (const line of lines) {
    const text = line.trim();
    if (FRAME.test(text) || TOOL_LINE.test(text) || SIGNATURE.test(text)) dropping = false;
    else if (HISTORY.test(text)) dropping = true;
    else if (PURPOSE.test(text)) {
      dropping = false;
      kept.push(text.replace(PURPOSE, ''));
    } else if (!dropping) kept.push(text);
  }
  const joined = kept
    .map((text) => (LIST_ITEM.test(text) ? `\n${text}` : text))
    .join(' ')
    .replace(/[^\S\n]+/g, ' ')
    .replace(/ ?\n ?/g, '\n')
    .trim();
  return looksLikeCode(joined) ? '' : joined;
}

/** A statement that somebody switched off is no description. */
function looksLikeCode(text: string): boolean {
  return /^(?:select|insert|update|delete|exec(?:ute)?|merge|declare|set|print|if|where|and|go|drop|create|alter|truncate|use)\b.*[=;()@]/i.test(
    text,
  );
}
