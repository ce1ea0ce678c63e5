import type { AtomicBlock, AtomicBlockOption, BeginEndBlock, If, TryCatch, While } from '../../ast/control-flow.js';
import type { Statement } from '../../ast/statement.js';
import { TokenKind } from '../../lexer/token-kind.js';
import { parseCondition, parseScalar } from '../expressions/parse-expression.js';
import { parseIdentifier } from '../parse-names.js';
import type { Parser } from '../parser.js';
import { parseStatement, parseStatementsUntil } from './parse-statement.js';

/** What the block holds is kept when its END is missing. */
function closeBlock(p: Parser): void {
  if (!p.eat('END')) p.complain('END', 'A BEGIN without its END: the block runs to the end of the batch.');
}

/** IF, and the ELSE IFs behind it: they nest in the tree and are read without nesting. */
export function parseIf(p: Parser): If {
  const branches: Omit<If, 'kind' | 'end' | 'otherwise'>[] = [];
  let otherwise: Statement | undefined;
  p.enter();
  for (let goesOn = true; goesOn; ) {
    p.checkChain(branches.length);
    const { start } = p;
    p.expect('IF');
    const condition = parseCondition(p);
    const then = parseStatement(p);
    branches.push({ start, condition, then });
    // `IF a SELECT 1; ELSE …`: the semicolon ends the inner statement and not the IF.
    if (p.at(';') && nextAfterSemicolons(p) === 'ELSE') while (p.eat(';'));
    const hasElse = p.eat('ELSE');
    goesOn = hasElse && p.at('IF');
    if (hasElse && !goesOn) otherwise = parseStatement(p);
  }
  p.leave();
  let result: If | undefined;
  for (const branch of branches.reverse()) {
    result = { kind: 'If', ...branch, end: p.end, otherwise: result ?? otherwise };
  }
  return result as If;
}

function nextAfterSemicolons(p: Parser): string {
  let ahead = 0;
  while (p.term(ahead) === ';') ahead++;
  return p.term(ahead);
}

export function parseWhile(p: Parser): While {
  const { start } = p;
  p.expect('WHILE');
  p.enter();
  const condition = parseCondition(p);
  const body = parseStatement(p);
  p.leave();
  return { kind: 'While', start, end: p.end, condition, body };
}

/** BEGIN … END, BEGIN TRY … END CATCH, BEGIN ATOMIC … END */
export function parseBegin(p: Parser): BeginEndBlock | TryCatch | AtomicBlock {
  if (p.term(1) === 'TRY') return parseTryCatch(p);
  if (p.term(1) === 'ATOMIC') return parseAtomicBlock(p);
  const { start } = p;
  p.expect('BEGIN');
  p.enter();
  const statements = parseStatementsUntil(p, 'END');
  if (statements.length === 0 && p.at('END')) p.complain('a statement', 'A block holds at least one statement.');
  p.leave();
  closeBlock(p);
  return { kind: 'BeginEndBlock', start, end: p.end, statements };
}

function parseTryCatch(p: Parser): TryCatch {
  const { start } = p;
  p.expectAll('BEGIN', 'TRY');
  p.enter();
  p.eat(';');
  const tried = parseStatementsUntil(p, 'END');
  p.expectAll('END', 'TRY');
  while (p.eat(';'));
  p.expectAll('BEGIN', 'CATCH');
  p.eat(';');
  const caught = parseStatementsUntil(p, 'END');
  p.leave();
  p.expectAll('END', 'CATCH');
  return { kind: 'TryCatch', start, end: p.end, try: tried, catch: caught };
}

/** `BEGIN ATOMIC WITH (TRANSACTION ISOLATION LEVEL = SNAPSHOT, LANGUAGE = N'us_english') … END` */
function parseAtomicBlock(p: Parser): AtomicBlock {
  const { start } = p;
  p.expectAll('BEGIN', 'ATOMIC', 'WITH', '(');
  const options: AtomicBlockOption[] = [];
  do options.push(parseAtomicOption(p));
  while (p.eat(','));
  p.expect(')');
  p.enter();
  const statements: readonly Statement[] = parseStatementsUntil(p, 'END');
  p.leave();
  closeBlock(p);
  return { kind: 'AtomicBlock', start, end: p.end, options, statements };
}

function parseAtomicOption(p: Parser): AtomicBlockOption {
  const { start } = p;
  if (p.eatAll('TRANSACTION', 'ISOLATION', 'LEVEL')) {
    p.expect('=');
    const valueStart = p.start;
    const words: string[] = [];
    while (p.kind() === TokenKind.Word) {
      words.push(p.tokenText.toUpperCase());
      p.advance();
    }
    const value = { kind: 'Identifier', start: valueStart, end: p.end, name: words.join(' '), quote: 'none' } as const;
    return { kind: 'AtomicBlockOption', start, end: p.end, name: 'TRANSACTION ISOLATION LEVEL', value };
  }
  const name = p.oneOf('LANGUAGE', 'DATEFIRST', 'DATEFORMAT', 'DELAYED_DURABILITY');
  p.expect('=');
  const value = p.at('ON') || p.at('OFF') ? onOff(p) : p.atIdentifier ? parseIdentifier(p) : parseScalar(p);
  return { kind: 'AtomicBlockOption', start, end: p.end, name, value };
}

function onOff(p: Parser): AtomicBlockOption['value'] {
  const { start } = p;
  const name = p.oneOf('ON', 'OFF');
  return { kind: 'Identifier', start, end: p.end, name, quote: 'none' };
}
