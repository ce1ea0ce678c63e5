import type { Script } from '@datamigrate/tsql-engine';
import { readScript } from '@datamigrate/tsql-syntax';

/** A piece of a file, in the order in which sqlcmd sends it. */
export interface Segment {
  readonly file: string;
  /** Where the piece begins in its file. */
  readonly offset: number;
  readonly line: number;
  readonly text: string;
}

/**
 * The pieces as scripts. Where files include others a batch may go from one file into the next; it is named after the
 * file in which it begins.
 */
export function batchesOf(segments: readonly Segment[], settings: Script['settings']): Script[] {
  const [only] = segments;
  if (segments.length === 1 && only) {
    return [{ name: only.file, text: only.text, ...(settings ? { settings } : {}) }];
  }
  const filled = segments.filter(({ text }) => text.trim() !== '');
  const whole = filled.map(({ text }) => (text.endsWith('\n') ? text : `${text}\n`));
  const starts: number[] = [];
  let length = 0;
  for (const text of whole) {
    starts.push(length);
    length += text.length;
  }
  const text = whole.join('');
  const scripts: Script[] = [];
  const batches: { readonly start: number; readonly first: number; readonly quotedIdentifier: boolean }[] = [];
  for (const batch of readScript(text, { quotedIdentifier: settings?.quotedIdentifier ?? true })) {
    const { start, quotedIdentifier } = batch;
    const [statement] = [...batch.statements()];
    batches.push({ start, first: statement?.start ?? start, quotedIdentifier });
  }
  batches.forEach(({ start, first, quotedIdentifier }, i) => {
    const batch = text.slice(start, batches[i + 1]?.start ?? text.length);
    const index = starts.findLastIndex((at) => at <= first);
    const segment = filled[index];
    if (!segment || batch.trim() === '') return;
    // From the first character of the piece, if the batch began in the one before with nothing but blanks and comments.
    const from = Math.max(start, starts[index] ?? 0);
    const before = text.slice(starts[index], from);
    const part = { offset: segment.offset + before.length, line: segment.line + before.split('\n').length - 1 };
    const ansiNulls = i === 0 ? settings?.ansiNulls : undefined;
    scripts.push({
      name: segment.file,
      text: text.slice(from, start + batch.length),
      part,
      settings: { quotedIdentifier, ...(ansiNulls === undefined ? {} : { ansiNulls }) },
    });
  });
  return scripts;
}
