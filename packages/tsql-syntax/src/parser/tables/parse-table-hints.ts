import type { Expression } from '../../ast/expressions.js';
import type { Identifier } from '../../ast/names.js';
import type { TableHint } from '../../ast/queries.js';
import { TokenKind } from '../../lexer/token-kind.js';
import { parseScalar } from '../expressions/parse-expression.js';
import { parseLiteral } from '../expressions/parse-literal.js';
import { parseIdentifier } from '../parse-names.js';
import type { Parser } from '../parser.js';
import { parseColumnList } from '../queries/parse-with.js';

/**
 * Table hints without parameters.
 * Source: learn.microsoft.com/sql/t-sql/queries/hints-transact-sql-table
 */
const PLAIN_HINTS = new Set<string>([
  'HOLDLOCK',
  'IGNORE_CONSTRAINTS',
  'IGNORE_TRIGGERS',
  'KEEPDEFAULTS',
  'KEEPIDENTITY',
  'NOEXPAND',
  'NOLOCK',
  'NOWAIT',
  'PAGLOCK',
  'READCOMMITTED',
  'READCOMMITTEDLOCK',
  'READPAST',
  'READUNCOMMITTED',
  'REPEATABLEREAD',
  'ROWLOCK',
  'SERIALIZABLE',
  'SNAPSHOT',
  'TABLOCK',
  'TABLOCKX',
  'UPDLOCK',
  'XLOCK',
  'FORCESCAN',
  'FORCESEEK',
  'NOWAIT',
]);

/** `t (NOLOCK)`, `t (INDEX = 1)`: hints without WITH, as SQL Server still accepts them. */
export function startsOldStyleHints(p: Parser): boolean {
  if (!p.at('(')) return false;
  const next = p.term(1);
  if (next === 'INDEX') return p.term(2) === '=' || p.term(2) === '(';
  return PLAIN_HINTS.has(next) && (p.term(2) === ')' || p.term(2) === ',' || PLAIN_HINTS.has(p.term(2)));
}

/** Hints behind a table and its alias: `HOLDLOCK`, `WITH (…)`, `(…)`, and `(1)` for an index behind an alias. */
export function parseTrailingHints(p: Parser, hasAlias: boolean): TableHint[] {
  const hints: TableHint[] = [];
  const { start } = p;
  if (p.eat('HOLDLOCK')) hints.push({ kind: 'TableHint', start, end: p.end, name: 'HOLDLOCK' });
  const indexNumber = (hasAlias || hints.length > 0) && p.at('(') && p.kind(1) === TokenKind.Integer;
  if ((p.at('WITH') && p.term(1) === '(') || indexNumber || startsOldStyleHints(p)) hints.push(...parseTableHints(p));
  return hints;
}

/** `WITH (hint, …)` or `(hint …)`; commas between hints may be missing. */
export function parseTableHints(p: Parser): TableHint[] {
  p.eat('WITH');
  p.expect('(');
  const hints: TableHint[] = [parseHint(p)];
  while (!p.at(')')) {
    p.eat(',');
    hints.push(parseHint(p));
  }
  p.expect(')');
  return hints;
}

export function parseHint(p: Parser): TableHint {
  const { start } = p;
  // `WITH (0)`: an index by its number, as before SQL Server 7.
  if (p.kind() === TokenKind.Integer)
    return { kind: 'TableHint', start, name: 'INDEX', indexes: [parseLiteral(p)], end: p.end };
  if (p.eat('INDEX')) {
    const indexes: (Identifier | Expression)[] = [];
    if (p.eat('=') && !p.at('(')) indexes.push(parseIndexReference(p));
    else {
      p.expect('(');
      do indexes.push(parseIndexReference(p));
      while (p.eat(','));
      p.expect(')');
    }
    return { kind: 'TableHint', start, end: p.end, name: 'INDEX', indexes };
  }
  if (p.at('FORCESEEK') && p.term(1) === '(') {
    p.advance();
    p.expect('(');
    const indexes = [parseIndexReference(p)];
    const columns = parseColumnList(p);
    p.expect(')');
    return { kind: 'TableHint', start, end: p.end, name: 'FORCESEEK', indexes, columns };
  }
  if (p.eat('SPATIAL_WINDOW_MAX_CELLS')) {
    p.expect('=');
    const value = parseScalar(p);
    return { kind: 'TableHint', start, end: p.end, name: 'SPATIAL_WINDOW_MAX_CELLS', value };
  }
  const name = p.term();
  if (!PLAIN_HINTS.has(name)) p.fail('a table hint');
  p.advance();
  return { kind: 'TableHint', start, end: p.end, name };
}

function parseIndexReference(p: Parser): Identifier | Expression {
  return p.kind() === TokenKind.Integer ? parseLiteral(p) : parseIdentifier(p);
}
