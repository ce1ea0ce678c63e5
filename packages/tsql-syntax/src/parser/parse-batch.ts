import type { Diagnostic } from '@datamigrate/diagnostics';
import type { Statement } from '../ast/statement.js';
import { TokenBuffer } from '../lexer/token-buffer.js';
import { lexBatch } from '../lexer/lex-batch.js';
import type { Comment } from '../lexer/comments.js';
import { commentsOf } from '../lexer/comments.js';
import { TokenKind } from '../lexer/token-kind.js';
import { ParseFailure } from './parse-failure.js';
import { Parser } from './parser.js';
import { parseImplicitExecute } from './statements/parse-execute.js';
import { parseStatementsUntil } from './statements/parse-statement.js';
import { startsStatement } from './statements/statement-table.js';

export interface ParseOptions {
  /** SET QUOTED_IDENTIFIER at the start of the text; ON unless told otherwise. */
  readonly quotedIdentifier?: boolean;
}

/** One batch: what stands between two GO lines. */
export interface Batch {
  /** Offsets of the batch in its text; `end` is where its GO line starts. */
  readonly start: number;
  readonly end: number;
  /** The n of `GO n`, 1 when there is none. */
  readonly repeat: number;
  readonly statements: readonly Statement[];
  readonly comments: readonly Comment[];
  readonly diagnostics: readonly Diagnostic[];
  /** QUOTED_IDENTIFIER when the batch began, and when it ended: the next batch begins with that. */
  readonly quotedIdentifier: boolean;
  readonly quotedIdentifierAfter: boolean;
}

/**
 * The batches of a script, one at a time: the next one is read when it is asked for, so memory holds one batch only.
 * Every character belongs to a batch or a GO line. Bad statements become InvalidStatement nodes with a diagnostic.
 */
export function* parseScript(text: string, options: ParseOptions = {}): Generator<Batch, void, undefined> {
  const tokens = new TokenBuffer();
  let quotedIdentifier = options.quotedIdentifier ?? true;
  let from = 0;
  do {
    const diagnostics: Diagnostic[] = [];
    const end = lexBatch(text, from, tokens, diagnostics);
    const comments = commentsOf(text, tokens, from);
    const p = new Parser(text, tokens, diagnostics, quotedIdentifier);
    const statements = parseAll(p);
    yield {
      start: from,
      end: end.end,
      repeat: end.repeat,
      statements,
      comments,
      diagnostics: inOrder(diagnostics),
      quotedIdentifier,
      quotedIdentifierAfter: p.quotedIdentifier,
    };
    quotedIdentifier = p.quotedIdentifier;
    from = end.next;
  } while (from < text.length);
}

/** A text as one batch; GO lines in it separate nothing that is returned: use parseScript for scripts. */
export function parseBatch(text: string, options: ParseOptions = {}): Batch {
  const [first] = parseScript(text, options);
  return first as Batch;
}

function parseAll(p: Parser): Statement[] {
  const statements: Statement[] = [];
  if (callsProcedure(p)) {
    const { depth } = p;
    try {
      statements.push(parseImplicitExecute(p));
    } catch (failure) {
      if (!(failure instanceof ParseFailure)) throw failure;
      p.depth = depth;
    }
  }
  statements.push(...parseStatementsUntil(p, undefined));
  return statements;
}

/** Only as the first thing in a batch does a procedure's name alone run it. */
function callsProcedure(p: Parser): boolean {
  while (p.eat(';'));
  return p.atIdentifier && p.term(1) !== ':' && !startsStatement(p) && p.kind() !== TokenKind.End;
}

function inOrder(diagnostics: Diagnostic[]): Diagnostic[] {
  return diagnostics.sort((a, b) => (a.span?.start ?? 0) - (b.span?.start ?? 0));
}
