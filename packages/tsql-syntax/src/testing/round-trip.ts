import { expect } from 'vitest';
import type { Statement } from '../ast/statement.js';
import { piecesOf } from '../lexer/pieces.js';
import { type Batch, type ParseOptions, parseBatch, readScript } from '../parser/parse-batch.js';
import { printStatements } from '../printer/print.js';
import { isStable } from '../printer/stability.js';

/** Reads a batch that must be good: no diagnostics, its text rebuilt from its pieces, its print stable. */
export function readGood(sql: string, options: ParseOptions = {}): Batch {
  const batch = parseBatch(sql, options);
  expect(batch.diagnostics.map((d) => `${d.message} at ${d.span?.start}`)).toEqual([]);
  expect(rebuilt(sql)).toBe(sql);
  const text = printStatements(batch.statements, batch.comments);
  expect(isStable(batch), text).toBe(true);
  expect(changedTokens(sql, text)).toEqual([]);
  return batch;
}

/** Words and signs that say nothing of their own, or that the printer writes in one way only. */
const FREE = new Set('; , ( ) . = AS INNER OUTER INTO FROM WITH ROW ROWS TO FIRST NEXT'.split(' '));

const SAME: Readonly<Record<string, string>> = { EXEC: 'EXECUTE', OUT: 'OUTPUT' };

/** Names, literals and keywords that one text has more of than the other: nothing may vanish on the way. */
function changedTokens(before: string, after: string): string[] {
  const counts = new Map<string, number>();
  for (const [sql, step] of [
    [before, -1],
    [after, 1],
  ] as const) {
    for (const { tokens, statements } of readScript(sql)) {
      for (let i = 0; i < tokens.count - 1; i++) {
        const text = sql.slice(tokens.starts[i], tokens.ends[i]).toUpperCase();
        const word = SAME[text] ?? text;
        if (!FREE.has(word)) counts.set(word, (counts.get(word) ?? 0) + step);
      }
      for (const _ of statements());
    }
  }
  return [...counts].flatMap(([word, change]) => (change === 0 ? [] : [`${change > 0 ? '+' : '-'}${word}`]));
}

/** The text put together again from the pieces of all its batches and the GO lines between them. */
export function rebuilt(sql: string): string {
  let text = '';
  let from = 0;
  for (const batch of readScript(sql)) {
    text += sql.slice(from, batch.start);
    for (const piece of piecesOf(sql, batch.tokens, batch.start, batch.end)) {
      expect(piece.type, piece.text).not.toBe('unknown');
      text += piece.text;
    }
    for (const _ of batch.statements());
    from = batch.end;
  }
  return text + sql.slice(from);
}

/** The same, and the kinds of its statements. */
export function expectKinds(sql: string, kinds: readonly Statement['kind'][], options: ParseOptions = {}): void {
  expect(readGood(sql, options).statements.map((statement) => statement.kind)).toEqual(kinds);
}

/** Reads a batch that must be bad and gives the codes of its diagnostics; every one has a place in the text. */
export function codesOf(sql: string, options: ParseOptions = {}): string[] {
  const { diagnostics } = parseBatch(sql, options);
  for (const { span } of diagnostics) {
    expect(span && span.start >= 0 && span.start <= span.end && span.end <= sql.length).toBe(true);
  }
  return diagnostics.map((d) => d.code);
}

/** What the printer writes for a good batch. */
export function printed(sql: string, options: ParseOptions = {}): string {
  const batch = readGood(sql, options);
  return printStatements(batch.statements, batch.comments);
}

/** A table of statements of one kind, as the arguments of `it.each`. */
export function ofKind<K extends Statement['kind']>(kind: K, ...texts: readonly string[]): [K, string][] {
  return texts.map((text) => [kind, text]);
}

/** One batch a line of a text. */
export function lines(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}
