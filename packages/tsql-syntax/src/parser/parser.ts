import type { Diagnostic, Span } from '@datamigrate/diagnostics';
import { syntaxDiagnostics } from '../diagnostics.js';
import { IS_RESERVED, TERM_TEXT } from '../lexer/term-table.js';
import type { TokenBuffer } from '../lexer/token-buffer.js';
import { TokenKind } from '../lexer/token-kind.js';
import type { Term } from '../lexer/words/index.js';
import { ParseFailure } from './parse-failure.js';

/**
 * A cursor over the tokens of one batch, with the few questions that all parse functions ask. Grammar lives in those
 * functions, one file a construct. A failure records its diagnostic and throws ParseFailure, which costs the statement
 * it stands in and no more.
 */
export class Parser {
  readonly text: string;
  readonly tokens: TokenBuffer;
  readonly diagnostics: Diagnostic[];
  /** Index of the token that is looked at. */
  pos = 0;
  /** QUOTED_IDENTIFIER: whether "x" is a name (ON) or a string (OFF). SET changes it while parsing, as in SQL Server. */
  quotedIdentifier: boolean;
  /** Levels of nesting that are open; see `enter`. */
  depth = 0;
  /** Index of the token that starts the batch's first statement. */
  firstStatement = 0;
  /** Set while the next query is a SELECT statement of its own: only there may it assign variables or have INTO. */
  selectsAlone = false;
  /** Index of a DEFAULT that may stand for a value: in rows, assignments and arguments, and nowhere else. */
  defaultAt = -1;
  /** Set while the next FROM feeds an INSERT directly: only there may a data modification stand in it. */
  feedsInsert = false;

  constructor(text: string, tokens: TokenBuffer, diagnostics: Diagnostic[], quotedIdentifier: boolean) {
    this.text = text;
    this.tokens = tokens;
    this.diagnostics = diagnostics;
    this.quotedIdentifier = quotedIdentifier;
  }

  /** Kind of the token `ahead` places on. */
  kind(ahead = 0): number {
    const i = this.pos + ahead;
    return i < this.tokens.count ? (this.tokens.kinds[i] as number) : TokenKind.End;
  }

  /** The term (keyword or symbol) `ahead` places on, '' when the token is none. */
  term(ahead = 0): Term | '' {
    const i = this.pos + ahead;
    return i < this.tokens.count ? (TERM_TEXT[this.tokens.terms[i] as number] as Term | '') : '';
  }

  at(term: Term): boolean {
    return TERM_TEXT[this.tokens.terms[this.pos] as number] === term;
  }

  /** Whether these terms come next, in this order. */
  atAll(...terms: readonly Term[]): boolean {
    for (let i = 0; i < terms.length; i++) if (this.term(i) !== terms[i]) return false;
    return true;
  }

  atAny(...terms: readonly Term[]): boolean {
    return terms.includes(this.term() as Term);
  }

  get atEnd(): boolean {
    return this.tokens.kinds[this.pos] === TokenKind.End;
  }

  /** Offset where the current token starts. */
  get start(): number {
    return this.tokens.starts[this.pos] as number;
  }

  /** Offset where the last consumed token ends: the end of the node that is being closed. */
  get end(): number {
    return this.pos === 0 ? 0 : (this.tokens.ends[this.pos - 1] as number);
  }

  /** The current token's text, as written. */
  get tokenText(): string {
    return this.text.slice(this.tokens.starts[this.pos], this.tokens.ends[this.pos]);
  }

  advance(): void {
    if (!this.atEnd) this.pos++;
  }

  eat(term: Term): boolean {
    if (!this.at(term)) return false;
    this.pos++;
    return true;
  }

  /** Consumes the terms when all of them come next, else nothing. */
  eatAll(...terms: readonly Term[]): boolean {
    if (!this.atAll(...terms)) return false;
    this.pos += terms.length;
    return true;
  }

  expect(term: Term): void {
    if (!this.eat(term)) this.fail(describe(term));
  }

  expectAll(...terms: readonly Term[]): void {
    for (const term of terms) this.expect(term);
  }

  /** Consumes one of the terms and gives it back. */
  oneOf<T extends Term>(...terms: readonly T[]): T {
    const term = this.term();
    if (!(terms as readonly string[]).includes(term)) this.fail(terms.map(describe).join(' or '));
    this.pos++;
    return term as T;
  }

  /** True for a word that may be a name without quotes. */
  get atRegularIdentifier(): boolean {
    return this.tokens.kinds[this.pos] === TokenKind.Word && IS_RESERVED[this.tokens.terms[this.pos] as number] === 0;
  }

  isIdentifierAt(ahead: number): boolean {
    const kind = this.kind(ahead);
    if (kind === TokenKind.Word) return IS_RESERVED[this.tokens.terms[this.pos + ahead] as number] === 0;
    return kind === TokenKind.Bracketed || (kind === TokenKind.DoubleQuoted && this.quotedIdentifier);
  }

  get atIdentifier(): boolean {
    return this.isIdentifierAt(0);
  }

  get atString(): boolean {
    const kind = this.tokens.kinds[this.pos];
    return (
      kind === TokenKind.String ||
      kind === TokenKind.NationalString ||
      (kind === TokenKind.DoubleQuoted && !this.quotedIdentifier)
    );
  }

  /**
   * Goes one level deeper; too deep is a diagnostic instead of an exhausted stack. A failure leaves the levels open:
   * whoever catches it restores `depth`.
   */
  enter(): void {
    if (++this.depth > MAX_DEPTH) this.#failTooDeep(MAX_DEPTH);
  }

  /** To be asked for each link of a chain (joins, method calls, ELSE IF): each makes the tree one level deeper. */
  checkChain(length: number): void {
    if (length > MAX_CHAIN) this.#failTooDeep(MAX_CHAIN);
  }

  #failTooDeep(limit: number): never {
    this.diagnostics.push(syntaxDiagnostics.create('parse-nesting-too-deep', { limit }, this.tokenSpan()));
    throw new ParseFailure(true);
  }

  leave(): void {
    this.depth--;
  }

  tokenSpan(): Span {
    return { start: this.start, end: Math.max(this.start, this.tokens.ends[this.pos] as number) };
  }

  /** Where the token that was consumed last stands. */
  previousSpan(): Span {
    return { start: this.pos === 0 ? 0 : (this.tokens.starts[this.pos - 1] as number), end: this.end };
  }

  /** Reports that the current token is not what the grammar wants here, and gives the statement up. */
  fail(expected: string, help = ''): never {
    this.complain(expected, help);
    throw new ParseFailure();
  }

  /** Reports that the current token is not what the grammar wants here. Parsing goes on. */
  complain(expected: string, help = ''): void {
    const kind = this.tokens.kinds[this.pos];
    // The lexer has reported invalid characters already.
    if (kind === TokenKind.Invalid && this.diagnostics.length > 0) return;
    const found = this.describeToken();
    const term = this.term();
    const span = this.tokenSpan();
    const reserved = kind === TokenKind.Word && IS_RESERVED[this.tokens.terms[this.pos] as number] === 1;
    this.diagnostics.push(
      reserved && expected === 'a name' && !NEVER_MEANT_AS_NAMES.has(term)
        ? syntaxDiagnostics.create('parse-reserved-word', { found, expected, word: this.tokenText }, span)
        : syntaxDiagnostics.create('parse-unexpected-token', { found, expected, help }, span),
    );
  }

  failWith(diagnostic: Diagnostic): never {
    this.diagnostics.push(diagnostic);
    throw new ParseFailure();
  }

  /** Reports a rule of SQL Server's parser that the words alone do not show. Parsing goes on. */
  report(message: string, span: Span, help = ''): void {
    const place = { start: span.start, end: span.end };
    this.diagnostics.push(syntaxDiagnostics.create('parse-invalid-clause', { message, help }, place));
  }

  describeToken(): string {
    if (this.atEnd) return 'the end of the batch';
    const text = this.tokenText;
    return `'${text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}…` : text}'`;
  }
}

function describe(term: Term): string {
  return /^\w/.test(term) ? term : `'${term}'`;
}

/** Words that go on with a statement: where they stand too early, a name was forgotten. */
const NEVER_MEANT_AS_NAMES = new Set<string>(
  ['SELECT', 'FROM', 'WHERE', 'AND', 'OR', 'NOT', 'ON', 'SET', 'VALUES', 'INTO', 'HAVING', 'UNION', 'JOIN', 'AS', 'BY']
    .concat(['INSERT', 'UPDATE', 'DELETE', 'CREATE', 'ALTER', 'DROP', 'DECLARE', 'EXEC', 'EXECUTE', 'BEGIN', 'END'])
    .concat(['IF', 'ELSE', 'WHILE', 'RETURN', 'WITH', 'THEN', 'WHEN', 'CASE', 'IN', 'IS', 'LIKE', 'BETWEEN', 'EXISTS']),
);

const MAX_SHOWN = 40;

/**
 * Deepest nesting of parentheses, subqueries, CASEs and blocks. Each level costs up to about ten stack frames in the
 * parser and in every later stage; Node's default stack holds several times this many.
 */
export const MAX_DEPTH = 500;

/** Longest chain of links that the tree nests: recursion over a chain costs fewer frames a level than over parentheses. */
const MAX_CHAIN = 1000;
