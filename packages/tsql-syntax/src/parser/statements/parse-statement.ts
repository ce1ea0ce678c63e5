import { closestName } from '@datamigrate/foundation';
import type { Statement } from '../../ast/statement.js';
import { syntaxDiagnostics } from '../../diagnostics.js';
import { TokenKind } from '../../lexer/token-kind.js';
import { ParseFailure } from '../parse-failure.js';
import type { Parser } from '../parser.js';
import { findStatement, startsStatement } from './statement-table.js';

/** Any one statement. Throws ParseFailure where there is none. */
export function parseStatement(p: Parser): Statement {
  const parse = findStatement(p);
  if (!parse) failUnknown(p);
  p.enter();
  const statement = parse(p);
  p.leave();
  return statement;
}

function failUnknown(p: Parser): never {
  if (p.atEnd || p.kind() === TokenKind.Invalid) p.fail('a statement');
  const found = p.describeToken();
  const help = suggestion(p.tokenText);
  p.failWith(syntaxDiagnostics.create('parse-unknown-statement', { found, help }, p.tokenSpan()));
}

/**
 * Statements up to a closing word (not consumed) or the end of the batch. A statement that cannot be read becomes an
 * InvalidStatement, and reading goes on with the next one.
 */
export function parseStatementsUntil(p: Parser, closing: 'END' | undefined): Statement[] {
  const statements: Statement[] = [];
  for (;;) {
    while (p.eat(';'));
    if (p.atEnd || (closing !== undefined && p.at(closing))) return statements;
    statements.push(parseRecovering(p));
  }
}

export function parseRecovering(p: Parser): Statement {
  const from = p.pos;
  const { start, depth } = p;
  try {
    const statement = parseStatement(p);
    if (!endsStatement(p)) p.fail("a statement or ';'", 'Something is left over behind a statement that is complete.');
    return statement;
  } catch (failure) {
    if (!(failure instanceof ParseFailure)) throw failure;
    p.depth = depth;
    if (p.pos === from) p.advance();
    skipToStatement(p);
    return { kind: 'InvalidStatement', start, end: Math.max(start, p.end) };
  }
}

/** Statements need no semicolon between them; what follows must then be able to start one, or close a block. */
function endsStatement(p: Parser): boolean {
  return p.atEnd || p.at(';') || p.at('END') || p.at('ELSE') || startsStatement(p);
}

/** Skips what is left of a bad statement: up to a semicolon, a block's end or a word that starts a statement on a new line. */
function skipToStatement(p: Parser): void {
  let parentheses = 0;
  let blocks = 0;
  while (!p.atEnd) {
    if (p.at('(')) parentheses++;
    else if (p.at(')')) parentheses = Math.max(0, parentheses - 1);
    else if (p.at('CASE') || (p.at('BEGIN') && parentheses === 0 && blocks > 0)) blocks++;
    else if (p.at('END') && blocks > 0) blocks--;
    else if (blocks === 0) {
      if (p.at(';') || p.at('END') || p.at('ELSE')) return;
      if (parentheses === 0 && startsLine(p) && startsStatement(p)) return;
    }
    p.advance();
  }
}

function startsLine(p: Parser): boolean {
  const gap = p.text.slice(p.end, p.start);
  return gap.includes('\n') || gap.includes('\r');
}

const STATEMENT_WORDS = ['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'MERGE', 'CREATE', 'ALTER', 'DROP', 'DECLARE', 'EXECUTE', 'BEGIN', 'RETURN', 'TRUNCATE', 'PRINT', 'WHILE', 'COMMIT', 'ROLLBACK'];

function suggestion(word: string): string {
  const close = closestName(word, STATEMENT_WORDS);
  return close === undefined ? '' : `Did you mean ${close}?`;
}
