import type { Identifier } from '../../ast/names.js';
import type { TableAlias } from '../../ast/tables.js';
import { TokenKind } from '../../lexer/token-kind.js';
import { parseIdentifier } from '../parse-names.js';
import type { Parser } from '../parser.js';
import { parseColumnList } from '../queries/parse-with.js';
import { startsByWord } from '../statements/starts-by-word.js';

/** `[AS] t [(a, b)]` behind a derived table or rowset. */
export function parseTableAlias(p: Parser): TableAlias {
  const alias = parseAlias(p);
  const columns = alias && p.at('(') && p.isIdentifierAt(1) ? parseColumnList(p) : undefined;
  return { alias, columns };
}

/** An alias, with or without AS. A string cannot be one. */
export function parseAlias(p: Parser): Identifier | undefined {
  if (p.eat('AS')) return parseIdentifier(p);
  return p.atIdentifier && !goesOn(p) ? parseIdentifier(p) : undefined;
}

/** Words that may be names and yet go on with the statement behind a table. */
function goesOn(p: Parser): boolean {
  if (p.kind() !== TokenKind.Word) return false;
  if (startsByWord(p)) return true;
  switch (p.term()) {
    case 'OFFSET':
      return p.kind(1) === TokenKind.Integer || p.kind(1) === TokenKind.Variable;
    case 'WINDOW':
      return p.isIdentifierAt(1) && p.term(2) === 'AS';
    case 'APPLY':
    case 'OUTPUT':
    case 'USING':
      return true;
    default:
      return false;
  }
}
