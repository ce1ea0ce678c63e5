import type { Statement } from '../ast/statement.js';
import type { Comment } from '../lexer/comments.js';
import { parseBatch } from '../parser/parse-batch.js';
import { equalTrees } from '../visitor/equal-trees.js';
import { printStatements } from './print.js';

/** What a batch's stability is judged by; a `Batch` has it all. */
export interface Printable {
  readonly statements: readonly Statement[];
  readonly comments: readonly Comment[];
  readonly quotedIdentifier: boolean;
}

/** Whether what the printer writes is read as the same tree, and printing that writes the same text again. */
export function isStable(batch: Printable): boolean {
  const text = printStatements(batch.statements, batch.comments);
  const again = parseBatch(text, { quotedIdentifier: batch.quotedIdentifier });
  return (
    again.end === text.length &&
    again.diagnostics.length === 0 &&
    equalTrees(batch.statements, again.statements) &&
    printStatements(again.statements, again.comments) === text
  );
}
