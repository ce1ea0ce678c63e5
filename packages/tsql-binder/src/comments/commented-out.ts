import { parseBatch } from '@datamigrate/tsql-syntax';

/** What switched-off parts of a query begin with, and the query around them in which they would have to stand. */
const PARTS: readonly (readonly [begins: RegExp, whole: (part: string) => string])[] = [
  [/^select\s.*\sfrom\s/is, (part) => part],
  [/^(order|group)\s+by\s/i, (part) => `SELECT 1 FROM t ${part}`],
  [/^(where|having)\s.*(=|<|>|\s(in|like|between|is|exists)\b)/is, (part) => `SELECT 1 FROM t ${part}`],
  [/^(and|or)\s.*(=|<|>|\s(in|like|between|is|exists)\b)/is, (part) => `SELECT 1 FROM t WHERE 1 = 1 ${part}`],
  [/^((left|right|full)(\s+outer)?|inner)?\s*join\s.*\son\s.*=/is, (part) => `SELECT 1 FROM t ${part}`],
  [/^,\s*[\w[\]]+\.[\w[\]]+/s, (part) => `SELECT 1 ${part} FROM t`],
];

/**
 * Whether a comment is a part of a query that somebody switched off, and no words for a reader: it begins as a clause,
 * a condition or a column does, and is read as one to its end.
 */
export function isCommentedOut(text: string): boolean {
  const part = text.trim().replace(/;$/, '');
  return PARTS.some(([begins, whole]) => begins.test(part) && isQuery(whole(part)));
}

function isQuery(text: string): boolean {
  const { statements, diagnostics } = parseBatch(text);
  return diagnostics.length === 0 && statements.length === 1 && statements[0]?.kind === 'Select';
}
