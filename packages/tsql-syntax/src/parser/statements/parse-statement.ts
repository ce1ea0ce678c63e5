import type { Statement } from '../../ast/statement.js';
import { syntaxDiagnostics } from '../../diagnostics.js';
import { TERM_TEXT } from '../../lexer/term-table.js';
import { TokenKind } from '../../lexer/token-kind.js';
import type { Term } from '../../lexer/words/index.js';
import { checkFirst } from '../check-batch.js';
import { ParseFailure } from '../parse-failure.js';
import { parseObjectName } from '../parse-names.js';
import type { Parser } from '../parser.js';
import { findStatement, startsStatement } from './statement-table.js';
import { suggestClause, suggestObject, suggestStatement } from './suggestions.js';

/** Any one statement. Throws ParseFailure where there is none. */
export function parseStatement(p: Parser): Statement {
  const parse = findStatement(p);
  if (!parse) failUnknown(p);
  checkFirst(p);
  p.enter();
  const statement = parse(p);
  p.leave();
  return statement;
}

function failUnknown(p: Parser): never {
  if (p.atEnd || p.kind() === TokenKind.Invalid) p.fail('a statement');
  if (p.eatAll('ALTER', 'TABLE')) {
    parseObjectName(p);
    p.fail('ADD, ALTER COLUMN, DROP, CHECK, NOCHECK, ENABLE, DISABLE, SET, SWITCH or REBUILD');
  }
  const help = suggestObject(p) || suggestStatement(p.tokenText);
  const found = p.describeToken();
  p.failWith(syntaxDiagnostics.create('parse-unknown-statement', { found, help }, p.tokenSpan()));
}

/** Statements up to a closing word (not consumed) or the end of the batch. */
export function parseStatementsUntil(p: Parser, closing: 'END' | undefined): Statement[] {
  return [...readStatements(p, closing, undefined)];
}

/**
 * The same one by one. A statement that cannot be read becomes an InvalidStatement, and reading goes on with the next
 * one. `before` is the statement that was read last, if any.
 */
export function* readStatements(
  p: Parser,
  closing: 'END' | undefined,
  before: Statement | undefined,
): Generator<Statement, void, undefined> {
  let last = before;
  let failed = false;
  for (;;) {
    // The IF of this ELSE could not be read; what it guards can.
    if (failed && p.at('ELSE')) p.advance();
    const unseparated = !p.at(';');
    while (p.eat(';'));
    if (p.atEnd || (closing !== undefined && closesBlock(p))) return;
    if (unseparated && last && p.at('WITH')) checkSeparated(p, last);
    last = parseRecovering(p, parseStatement);
    if (last.kind === 'InvalidStatement') failed = true;
    yield last;
  }
}

/** END closes a block, unless it is the END CONVERSATION statement. */
function closesBlock(p: Parser): boolean {
  return p.at('END') && p.term(1) !== 'CONVERSATION';
}

/** WITH might go on with the statement before it: SQL Server wants a semicolon there (error 319). */
function checkSeparated(p: Parser, before: Statement): void {
  // What is bad already needs no second message; behind a label or a block nothing can go on.
  if (NOTHING_GOES_ON.has(before.kind)) return;
  const message =
    'Incorrect syntax near WITH: the statement before a common table expression must end with a semicolon.';
  const parameters = { message, place: 'before WITH' };
  p.diagnostics.push(syntaxDiagnostics.create('parse-missing-semicolon', parameters, p.tokenSpan()));
}

const NOTHING_GOES_ON = new Set(['InvalidStatement', 'Label', 'BeginEndBlock', 'TryCatch', 'If', 'While']);

const HOLDS_STATEMENTS = new Set(
  ['BEGIN', 'IF', 'WHILE', 'CREATE', 'ALTER'].map((word) => TERM_TEXT.indexOf(word as Term)),
);

/** A statement by `parse`; a failure costs what it has read and what follows up to the next statement. */
export function parseRecovering(p: Parser, parse: (p: Parser) => Statement): Statement {
  const from = p.pos;
  const { start, depth } = p;
  try {
    const statement = parse(p);
    if (!endsStatement(p)) p.fail("a statement or ';'", suggestClause(p));
    return statement;
  } catch (failure) {
    if (!(failure instanceof ParseFailure)) throw failure;
    if (failure.tooDeep && depth > 0) throw failure;
    p.depth = depth;
    p.selectsAlone = false;
    p.feedsInsert = false;
    if (p.pos === from) p.advance();
    // The blocks that were too deep hold the rest of the batch.
    if (failure.tooDeep && HOLDS_STATEMENTS.has(p.tokens.terms[from] as number)) while (!p.atEnd) p.advance();
    else skipToStatement(p, from);
    return { kind: 'InvalidStatement', start, end: Math.max(start, p.end) };
  }
}

/** Statements need no semicolon between them; what follows must then be able to start one, or close a block. */
function endsStatement(p: Parser): boolean {
  return p.atEnd || p.at(';') || p.at('END') || p.at('ELSE') || startsStatement(p);
}

/** Skips what is left of a bad statement: up to a semicolon, a block's end or a word that starts a statement on a new line. */
function skipToStatement(p: Parser, from: number): void {
  let parentheses = 0;
  let cases = openCases(p, from);
  for (; !p.atEnd; p.advance()) {
    if (p.at(';')) return;
    if (p.at('(')) parentheses++;
    else if (p.at(')')) parentheses = Math.max(0, parentheses - 1);
    else if (p.at('CASE')) cases++;
    else if (closesBlock(p) && cases > 0) cases--;
    else if (cases === 0 && (p.at('END') || p.at('ELSE'))) return;
    else if (parentheses === 0 && startsLine(p) && startsStatement(p)) return;
  }
}

/** CASEs of the bad statement that were open when it failed: their ENDs close no block. */
function openCases(p: Parser, from: number): number {
  let open = 0;
  for (let ahead = from - p.pos; ahead < 0; ahead++) {
    const term = p.term(ahead);
    if (term === 'CASE') open++;
    else if (term === 'END' && open > 0) open--;
  }
  return open;
}

function startsLine(p: Parser): boolean {
  const gap = p.text.slice(p.end, p.start);
  return gap.includes('\n') || gap.includes('\r');
}

/** A procedure's name alone, or a misspelt statement: what follows tells. */
export function parseImplicitCall(p: Parser, parseCall: (p: Parser) => Statement): Statement {
  const found = p.describeToken();
  const help = suggestStatement(p.tokenText);
  const span = p.tokenSpan();
  const recorded = p.diagnostics.length;
  try {
    const call = parseCall(p);
    if (help === '' || endsStatement(p)) return call;
  } catch (failure) {
    if (help === '' || !(failure instanceof ParseFailure)) throw failure;
    p.diagnostics.length = recorded;
  }
  return p.failWith(syntaxDiagnostics.create('parse-unknown-statement', { found, help }, span));
}
