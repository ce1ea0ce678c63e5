/**
 * Text with places where it may break. A group stands on one line if that fits, otherwise all of its own lines break.
 */
export type Doc = string | readonly Doc[] | Line | Group | Indent;

interface Line {
  readonly kind: 'line';
  /** What stands here in a group on one line. */
  readonly flat: string;
  /** Breaks always, and with it every group around it. */
  readonly hard: boolean;
}

interface Group {
  readonly kind: 'group';
  readonly content: Doc;
}

interface Indent {
  readonly kind: 'indent';
  readonly content: Doc;
}

/** A blank, or a new line. */
export const line: Doc = { kind: 'line', flat: ' ', hard: false };
/** Nothing, or a new line. */
export const softLine: Doc = { kind: 'line', flat: '', hard: false };
/** A new line in any case. */
export const hardLine: Doc = { kind: 'line', flat: '', hard: true };

export const group = (...content: readonly Doc[]): Doc => ({ kind: 'group', content });
export const indent = (...content: readonly Doc[]): Doc => ({ kind: 'indent', content });

export function join(separator: Doc, docs: readonly Doc[]): Doc {
  return docs.flatMap((doc, i) => (i === 0 ? [doc] : [separator, doc]));
}

const STEP = '    ';

interface Frame {
  readonly doc: Doc;
  readonly indent: string;
  readonly flat: boolean;
}

/** The text, with lines of at most `width` characters where its groups allow it. Cost is linear in the document. */
export function layOut(doc: Doc, width = 100): string {
  const breaks = new Map<object, boolean>();
  findBreaks(doc, breaks);
  const parts: string[] = [];
  let column = 0;
  const open: Frame[] = [{ doc, indent: '', flat: false }];
  for (let frame = open.pop(); frame; frame = open.pop()) {
    const current = frame.doc;
    if (typeof current === 'string') {
      parts.push(current);
      column += current.length;
    } else if (isList(current)) {
      for (let i = current.length - 1; i >= 0; i--) open.push({ ...frame, doc: current[i] ?? '' });
    } else if (current.kind === 'indent') {
      open.push({ doc: current.content, indent: frame.indent + STEP, flat: frame.flat });
    } else if (current.kind === 'group') {
      const flat = frame.flat || (!breaks.get(current) && fits(current.content, width - column, open));
      open.push({ doc: current.content, indent: frame.indent, flat });
    } else if (frame.flat && !current.hard) {
      parts.push(current.flat);
      column += current.flat.length;
    } else {
      parts.push(`\n${frame.indent}`);
      column = frame.indent.length;
    }
  }
  return parts.join('').replace(/[ \t]+$/gm, '');
}

/** Whether a group's content, and what follows it up to the next possible break, has room on the line. */
function fits(content: Doc, room: number, after: readonly Frame[]): boolean {
  let left = room;
  const open: Frame[] = [{ doc: content, indent: '', flat: true }];
  let next = after.length - 1;
  while (left >= 0) {
    const frame = open.pop() ?? after[next--];
    if (!frame) return true;
    const current = frame.doc;
    if (typeof current === 'string') left -= current.length;
    else if (isList(current))
      for (let i = current.length - 1; i >= 0; i--) open.push({ ...frame, doc: current[i] ?? '' });
    else if (current.kind !== 'line') open.push({ ...frame, doc: current.content });
    else if (frame.flat && !current.hard) left -= current.flat.length;
    else return true;
  }
  return false;
}

function findBreaks(doc: Doc, breaks: Map<object, boolean>): boolean {
  if (typeof doc === 'string') return false;
  if (isList(doc)) return doc.reduce<boolean>((any, each) => findBreaks(each, breaks) || any, false);
  if (doc.kind === 'line') return doc.hard;
  const found = findBreaks(doc.content, breaks);
  breaks.set(doc, found);
  return found;
}

function isList(doc: Doc): doc is readonly Doc[] {
  return Array.isArray(doc);
}
