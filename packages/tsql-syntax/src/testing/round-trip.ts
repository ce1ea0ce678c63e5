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
  expect(isStable(batch), printStatements(batch.statements, batch.comments)).toBe(true);
  return batch;
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
