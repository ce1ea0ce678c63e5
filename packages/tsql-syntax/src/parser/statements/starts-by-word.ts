import { TokenKind } from '../../lexer/token-kind.js';
import type { Parser } from '../parser.js';

/**
 * Whether a word that is not reserved starts a statement here all the same, so that it is no alias and no argument of
 * what stands before it: a label, THROW, and the statements of Service Broker and of triggers.
 */
export function startsByWord(p: Parser): boolean {
  const next = p.term(1);
  if (next === ':' && p.kind() === TokenKind.Word) return true;
  switch (p.term()) {
    case 'THROW':
      return startsThrow(p);
    case 'ENABLE':
    case 'DISABLE':
      return next === 'TRIGGER';
    case 'GET':
    case 'MOVE':
      return next === 'CONVERSATION';
    case 'SEND':
      return next === 'ON' && p.term(2) === 'CONVERSATION';
    case 'COPY':
      return next === 'INTO';
    case 'RENAME':
      return next === 'OBJECT' && p.kind(2) !== TokenKind.End && p.term(2) !== ',';
    case 'RECEIVE':
      return startsReceive(p);
    default:
      return false;
  }
}

/** Where a name may stand, THROW alone is one, as in SQL Server; only its arguments make it a statement. */
function startsThrow(p: Parser): boolean {
  const kind = p.kind(1);
  return (kind === TokenKind.Integer || kind === TokenKind.Variable) && p.term(2) === ',';
}

/** RECEIVE starts a statement where a select list follows: after a table `receive` alone is an alias. */
function startsReceive(p: Parser): boolean {
  if (p.term(1) === '*' || p.term(1) === 'TOP' || p.kind(1) === TokenKind.Variable) return true;
  for (let ahead = 1; p.kind(ahead) !== TokenKind.End && p.term(ahead) !== ';'; ahead++) {
    if (p.term(ahead) === 'FROM') return p.isIdentifierAt(1);
    if (ahead > 1 && ahead % 2 === 0 && p.term(ahead) !== ',') return false;
  }
  return false;
}
