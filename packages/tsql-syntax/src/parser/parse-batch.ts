import type { Diagnostic } from '@datamigrate/diagnostics';
import type { Statement } from '../ast/statement.js';
import type { Comment } from '../lexer/comments.js';
import { commentsOf } from '../lexer/comments.js';
import { lexBatch } from '../lexer/lex-batch.js';
import { TokenBuffer } from '../lexer/token-buffer.js';
import { checkAlone } from './check-batch.js';
import { Parser } from './parser.js';
import { parseImplicitExecute } from './statements/parse-execute.js';
import { parseImplicitCall, parseRecovering, readStatements } from './statements/parse-statement.js';
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

/** A batch whose statements are still to be read. Only one at a time can be read; the next one takes its place. */
export interface BatchReader extends Omit<Batch, 'statements' | 'diagnostics' | 'quotedIdentifierAfter'> {
  readonly tokens: TokenBuffer;
  /** The statements one by one, so that a batch of any size needs memory for one of them. To be called once. */
  statements(): Generator<Statement, void, undefined>;
  /** What was found up to now, in the order of the text. */
  diagnostics(): Diagnostic[];
  /** As it is after the statements that were read. */
  quotedIdentifierAfter(): boolean;
}

/**
 * The batches of a script with their statements unread: for scripts, and batches, of any size. A batch must be read to
 * its end before the next one is asked for, because SET QUOTED_IDENTIFIER in it decides how that is read.
 */
export function* readScript(
  text: string,
  options: ParseOptions = {},
  tokens: TokenBuffer = new TokenBuffer(text.length),
): Generator<BatchReader, void, undefined> {
  for (const { p, batch } of openBatches(text, options, tokens)) {
    yield {
      ...batch,
      tokens,
      statements: () => statementsOf(p),
      diagnostics: () => inOrder(p.diagnostics),
      quotedIdentifierAfter: () => p.quotedIdentifier,
    };
  }
}

/**
 * The batches of a script, one at a time: the next one is read when it is asked for, so memory holds one batch only.
 * Every character belongs to a batch or a GO line. Bad statements become InvalidStatement nodes with a diagnostic.
 */
export function* parseScript(text: string, options: ParseOptions = {}): Generator<Batch, void, undefined> {
  for (const opened of openBatches(text, options, new TokenBuffer(text.length))) yield readBatch(opened);
}

/** A text as one batch; what stands behind a GO line in it is not read: use parseScript for scripts. */
export function parseBatch(text: string, options: ParseOptions = {}): Batch {
  const tokens = spare ?? new TokenBuffer(text.length);
  spare = undefined;
  const batch = readBatch(openBatch(text, 0, tokens, options.quotedIdentifier ?? true));
  if (tokens.isSmall) spare = tokens;
  return batch;
}

interface OpenBatch {
  readonly p: Parser;
  /** What is known of it before its statements are read. */
  readonly batch: Omit<Batch, 'statements' | 'diagnostics' | 'quotedIdentifierAfter'>;
  /** Where the next one starts. */
  readonly next: number;
}

/** Each is to be read before the next one is asked for. */
function* openBatches(text: string, options: ParseOptions, tokens: TokenBuffer): Generator<OpenBatch, void, undefined> {
  let quotedIdentifier = options.quotedIdentifier ?? true;
  let from = 0;
  do {
    const opened = openBatch(text, from, tokens, quotedIdentifier);
    yield opened;
    quotedIdentifier = opened.p.quotedIdentifier;
    from = opened.next;
  } while (from < text.length);
}

function openBatch(text: string, from: number, tokens: TokenBuffer, quotedIdentifier: boolean): OpenBatch {
  const diagnostics: Diagnostic[] = [];
  const { end, next, repeat } = lexBatch(text, from, tokens, diagnostics);
  const p = new Parser(text, tokens, diagnostics, quotedIdentifier);
  return { p, batch: { start: from, end, repeat, comments: commentsOf(text, tokens, from), quotedIdentifier }, next };
}

function readBatch({ p, batch: { start, end, repeat, comments, quotedIdentifier } }: OpenBatch): Batch {
  const statements = [...statementsOf(p)];
  const diagnostics = inOrder(p.diagnostics);
  // Not by a spread: see withFields.
  const quotedIdentifierAfter = p.quotedIdentifier;
  return { start, end, repeat, comments, quotedIdentifier, statements, diagnostics, quotedIdentifierAfter };
}

/** The tokens of the text that was read last: modules are read by thousands, and most of them are short. */
let spare: TokenBuffer | undefined;

function* statementsOf(p: Parser): Generator<Statement, void, undefined> {
  while (p.eat(';'));
  p.firstStatement = p.pos;
  let first: Statement | undefined;
  if (callsProcedure(p)) {
    first = parseRecovering(p, (q) => parseImplicitCall(q, parseImplicitExecute));
    yield first;
  }
  let count = first ? 1 : 0;
  for (const statement of readStatements(p, undefined, first)) {
    if (++count === 1) first = statement;
    else if (count === 2 && first) checkAlone(p, first, statement);
    yield statement;
  }
}

/** Only as the first thing in a batch does a procedure's name alone run it. */
function callsProcedure(p: Parser): boolean {
  return p.atIdentifier && p.term(1) !== ':' && !startsStatement(p);
}

function inOrder(diagnostics: Diagnostic[]): Diagnostic[] {
  return diagnostics.sort((a, b) => (a.span?.start ?? 0) - (b.span?.start ?? 0));
}
