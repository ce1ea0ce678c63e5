import { closestName } from '@datamigrate/foundation';
import { TokenKind } from '../../lexer/token-kind.js';
import type { Parser } from '../parser.js';
import { wordsBehind } from './statement-table.js';

const STATEMENT_WORDS = [
  'SELECT',
  'INSERT',
  'UPDATE',
  'DELETE',
  'MERGE',
  'CREATE',
  'ALTER',
  'DROP',
  'DECLARE',
  'EXECUTE',
  'BEGIN',
  'RETURN',
  'TRUNCATE',
  'PRINT',
  'WHILE',
  'COMMIT',
  'ROLLBACK',
  'WITH',
  'GRANT',
  'THROW',
];

/** Words that go on with a statement. Misspelt, they were read as an alias of what stands before them. */
const CLAUSE_WORDS = [
  'FROM',
  'WHERE',
  'GROUP',
  'HAVING',
  'ORDER',
  'INNER',
  'LEFT',
  'RIGHT',
  'CROSS',
  'OUTER',
  'JOIN',
  'UNION',
  'EXCEPT',
  'INTERSECT',
  'VALUES',
  'OUTPUT',
  'INTO',
  'OPTION',
];

/** Help for a word that starts no statement. */
export function suggestStatement(word: string): string {
  return didYouMean(word, STATEMENT_WORDS);
}

/** Help where a statement should have gone on: its last word may be a misspelt one. */
export function suggestClause(p: Parser): string {
  const kind = p.kind(-1);
  const word = kind === TokenKind.Word ? p.text.slice(p.tokens.starts[p.pos - 1], p.end) : '';
  return didYouMean(word, CLAUSE_WORDS) || 'Something is left over behind a statement that is complete.';
}

/** For CREATE, ALTER, DROP and their like, help about the word behind them; it is consumed up to there. */
export function suggestObject(p: Parser): string {
  const known = wordsBehind(p.term());
  if (known.length === 0 || p.kind(1) !== TokenKind.Word) return '';
  const next = p.text.slice(p.tokens.starts[p.pos + 1], p.tokens.ends[p.pos + 1]);
  if (known.includes(next.toUpperCase())) return '';
  p.advance();
  return didYouMean(next, known);
}

function didYouMean(word: string, candidates: readonly string[]): string {
  const close = word === '' ? undefined : closestName(word, candidates);
  return close === undefined || close === word.toUpperCase() ? '' : `Did you mean ${close}?`;
}
