/**
 * Text with places where it may break. A group stands on one line if that fits, otherwise all of its own lines break.
 */
export type Doc = string | readonly Doc[] | Line | Group | Indent | LineComment;

interface Line {
  readonly kind: 'line';
  /** What stands here in a group on one line. */
  readonly flat: string;
  /** Breaks always, and with it every group around it. */
  readonly hard: boolean;
}

/** The rest of the line: every group around it breaks, and it needs no room. */
interface LineComment {
  readonly kind: 'line-comment';
  readonly text: string;
}

interface Group {
  readonly kind: 'group';
  readonly content: Doc;
  readonly width: number;
}

interface Indent {
  readonly kind: 'indent';
  readonly content: Doc;
  readonly width: number;
}

/** More than any line holds: the width of what holds a line that breaks always. */
const BREAKS = 2 ** 28;

/** A blank, or a new line. */
export const line: Doc = { kind: 'line', flat: ' ', hard: false };
/** Nothing, or a new line. */
export const softLine: Doc = { kind: 'line', flat: '', hard: false };
/** A new line in any case. */
export const hardLine: Doc = { kind: 'line', flat: '', hard: true };

export const lineComment = (text: string): Doc => ({ kind: 'line-comment', text: `-- ${text}` });

export const group = (...content: readonly Doc[]): Doc => ({ kind: 'group', content, width: widthOf(content) });
export const indent = (...content: readonly Doc[]): Doc => ({ kind: 'indent', content, width: widthOf(content) });

/** How many characters it takes on one line; groups and indents know it of themselves. */
function widthOf(doc: Doc): number {
  if (typeof doc === 'string') return doc.length;
  if (isList(doc)) {
    let width = 0;
    for (const each of doc) {
      width += widthOf(each);
      if (width >= BREAKS) return BREAKS;
    }
    return width;
  }
  if (doc.kind === 'line') return doc.hard ? BREAKS : doc.flat.length;
  return doc.kind === 'line-comment' ? BREAKS : doc.width;
}

export function join(separator: Doc, docs: readonly Doc[]): Doc {
  const joined: Doc[] = [];
  for (const doc of docs) {
    if (joined.length > 0) joined.push(separator);
    joined.push(doc);
  }
  return joined;
}

const STEP = '    ';

/** What is still to be written, the next on top, and how far it is indented. All of it stands in groups that break. */
class Stack {
  readonly docs: Doc[] = [];
  readonly indents: number[] = [];

  push(doc: Doc, indented: number): void {
    this.docs.push(doc);
    this.indents.push(indented);
  }

  pushAll(docs: readonly Doc[], indented: number): void {
    for (let i = docs.length - 1; i >= 0; i--) {
      const doc = docs[i];
      if (doc) this.push(doc, indented);
    }
  }
}

/** The text, with lines of at most `width` characters where its groups allow it. Cost is linear in the document. */
export function layOut(doc: Doc, width = 100): string {
  let text = '';
  /** What stands on the last line; texts with line feeds in them are part of it. */
  let last = '';
  const open = new Stack();
  open.push(doc, 0);
  while (open.docs.length > 0) {
    const current = open.docs.pop() ?? '';
    const indented = open.indents.pop() ?? 0;
    if (typeof current === 'string') {
      last += current;
    } else if (isList(current)) {
      open.pushAll(current, indented);
    } else if (current.kind === 'line-comment') {
      if (last.length + current.text.length + 2 > width) text += `${indentOf(last)}${current.text}\n`;
      else last += `  ${current.text}`;
    } else if (current.kind === 'indent') {
      open.push(current.content, indented + 1);
    } else if (current.kind === 'group') {
      if (fits(current.width, width - last.length, open.docs)) last += onOneLine(current.content);
      else open.push(current.content, indented);
    } else {
      text += `${withoutBlanks(last)}\n`;
      last = STEP.repeat(indented);
    }
  }
  return text + withoutBlanks(last);
}

/** A group that fits; it holds no line that breaks always. */
function onOneLine(doc: Doc): string {
  if (typeof doc === 'string') return doc;
  if (!isList(doc)) {
    if (doc.kind === 'line') return doc.flat;
    return doc.kind === 'line-comment' ? doc.text : onOneLine(doc.content);
  }
  let text = '';
  for (const each of doc) text += onOneLine(each);
  return text;
}

/** A line without blanks at its end. */
function withoutBlanks(text: string): string {
  let end = text.length;
  while (end > 0 && text.charCodeAt(end - 1) === 32) end--;
  return end === text.length ? text : text.slice(0, end);
}

/** The blanks in front of a line: a comment that has no room behind it stands above it. */
const indentOf = (text: string): string => /^ */.exec(text)?.[0] ?? '';

/** Whether a group of a width, and what follows it up to the next possible break, has room on the line. */
function fits(width: number, room: number, after: readonly Doc[]): boolean {
  if (width === BREAKS) return false;
  let left = room - width;
  for (let next = after.length - 1; left >= 0 && left !== ENOUGH && next >= 0; next--) {
    left = roomBehind(after[next] ?? '', left);
  }
  return left >= 0;
}

/** There is a break before the room ends. */
const ENOUGH = Number.POSITIVE_INFINITY;

/** The room that is left behind a document; `ENOUGH` where a line may break in it. */
function roomBehind(doc: Doc, room: number): number {
  if (typeof doc === 'string') return room - doc.length;
  if (!isList(doc)) return doc.kind === 'line' || doc.kind === 'line-comment' ? ENOUGH : roomBehind(doc.content, room);
  let left = room;
  for (const each of doc) {
    left = roomBehind(each, left);
    if (left < 0 || left === ENOUGH) break;
  }
  return left;
}

function isList(doc: Doc): doc is readonly Doc[] {
  return Array.isArray(doc);
}
