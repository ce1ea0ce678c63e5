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
  /** Whether it holds a line that breaks always. */
  readonly broken: boolean;
}

interface Indent {
  readonly kind: 'indent';
  readonly content: Doc;
  readonly broken: boolean;
}

/** A blank, or a new line. */
export const line: Doc = { kind: 'line', flat: ' ', hard: false };
/** Nothing, or a new line. */
export const softLine: Doc = { kind: 'line', flat: '', hard: false };
/** A new line in any case. */
export const hardLine: Doc = { kind: 'line', flat: '', hard: true };

export const lineComment = (text: string): Doc => ({ kind: 'line-comment', text: `-- ${text}` });

export const group = (...content: readonly Doc[]): Doc => ({ kind: 'group', content, broken: isBroken(content) });
export const indent = (...content: readonly Doc[]): Doc => ({ kind: 'indent', content, broken: isBroken(content) });

/** Whether a line breaks always; groups and indents know it of themselves. */
function isBroken(doc: Doc): boolean {
  if (typeof doc === 'string') return false;
  if (isList(doc)) {
    for (const each of doc) if (isBroken(each)) return true;
    return false;
  }
  if (doc.kind === 'line') return doc.hard;
  return doc.kind === 'line-comment' || doc.broken;
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

/**
 * What is still to be written, the next on top: documents, how far they are indented, and whether their group stands on
 * one line. Three lists instead of one of records: this runs for every character that is written.
 */
class Stack {
  readonly docs: Doc[] = [];
  readonly indents: number[] = [];
  readonly flats: boolean[] = [];

  push(doc: Doc, indented: number, flat: boolean): void {
    this.docs.push(doc);
    this.indents.push(indented);
    this.flats.push(flat);
  }

  pushAll(docs: readonly Doc[], indented: number, flat: boolean): void {
    for (let i = docs.length - 1; i >= 0; i--) {
      const doc = docs[i];
      if (doc) this.push(doc, indented, flat);
    }
  }
}

/** The text, with lines of at most `width` characters where its groups allow it. Cost is linear in the document. */
export function layOut(doc: Doc, width = 100): string {
  let text = '';
  /** What stands on the last line; texts with line feeds in them are part of it. */
  let last = '';
  const open = new Stack();
  open.push(doc, 0, false);
  while (open.docs.length > 0) {
    const current = open.docs.pop() ?? '';
    const indented = open.indents.pop() ?? 0;
    const flat = open.flats.pop() ?? false;
    if (typeof current === 'string') {
      last += current;
    } else if (isList(current)) {
      open.pushAll(current, indented, flat);
    } else if (current.kind === 'line-comment') {
      if (last.length + current.text.length + 2 > width) text += `${indentOf(last)}${current.text}\n`;
      else last += `  ${current.text}`;
    } else if (current.kind === 'indent') {
      open.push(current.content, indented + 1, flat);
    } else if (current.kind === 'group') {
      const oneLine = flat || (!current.broken && fits(current.content, width - last.length, open));
      open.push(current.content, indented, oneLine);
    } else if (flat && !current.hard) {
      last += current.flat;
    } else {
      text += `${withoutBlanks(last)}\n`;
      last = STEP.repeat(indented);
    }
  }
  return text + withoutBlanks(last);
}

/** A line without blanks at its end. */
function withoutBlanks(text: string): string {
  let end = text.length;
  while (end > 0 && text.charCodeAt(end - 1) === 32) end--;
  return end === text.length ? text : text.slice(0, end);
}

/** The blanks in front of a line: a comment that has no room behind it stands above it. */
const indentOf = (text: string): string => /^ */.exec(text)?.[0] ?? '';

/** Whether a group's content, and what follows it up to the next possible break, has room on the line. */
function fits(content: Doc, room: number, after: Stack): boolean {
  let left = room;
  const open: Doc[] = [content];
  let next = after.docs.length - 1;
  let flat = true;
  while (left >= 0) {
    if (open.length === 0) {
      if (next < 0) return true;
      open.push(after.docs[next] ?? '');
      flat = after.flats[next] ?? false;
      next--;
    }
    const current = open.pop() ?? '';
    if (typeof current === 'string') left -= current.length;
    else if (isList(current)) for (let i = current.length - 1; i >= 0; i--) open.push(current[i] ?? '');
    else if (current.kind === 'line-comment') return true;
    else if (current.kind !== 'line') open.push(current.content);
    else if (flat && !current.hard) left -= current.flat.length;
    else return true;
  }
  return false;
}

function isList(doc: Doc): doc is readonly Doc[] {
  return Array.isArray(doc);
}
