import type { ColumnReference, Expression } from '../../ast/expressions.js';
import type { StringLiteral } from '../../ast/literals.js';
import type { Identifier } from '../../ast/names.js';
import type { FullTextColumn, FullTextPredicate } from '../../ast/predicates.js';
import { parseIdentifier, parseNameParts } from '../parse-names.js';
import type { Parser } from '../parser.js';
import { parseScalar } from './parse-expression.js';
import { startsPseudoColumn } from './parse-pseudo-column.js';
import { parseStringLiteral } from './parse-string-literal.js';

/** CONTAINS(columns, search [, LANGUAGE x]) and FREETEXT(…) */
export function parseFullTextPredicate(p: Parser): FullTextPredicate {
  const { start } = p;
  const name = p.oneOf('CONTAINS', 'FREETEXT');
  p.expect('(');
  const { columns, property } = parseFullTextColumns(p);
  p.expect(',');
  const search = parseScalar(p);
  const language = p.eat(',') ? parseLanguage(p) : undefined;
  p.expect(')');
  return { kind: 'FullTextPredicate', start, end: p.end, function: name, columns, property, search, language };
}

export function parseLanguage(p: Parser): Expression {
  p.expect('LANGUAGE');
  return parseScalar(p);
}

/** `*`, a column, `(a, b)` or `PROPERTY(column, 'name')` */
export function parseFullTextColumns(p: Parser): { columns: FullTextColumn[]; property: StringLiteral | undefined } {
  if (p.at('PROPERTY') && p.term(1) === '(') {
    p.advance();
    p.expect('(');
    const column = parseFullTextColumn(p);
    p.expect(',');
    const property = parseStringLiteral(p);
    p.expect(')');
    return { columns: [column], property };
  }
  if (!p.eat('(')) return { columns: [parseFullTextColumn(p)], property: undefined };
  const columns: FullTextColumn[] = [];
  do columns.push(parseFullTextColumn(p));
  while (p.eat(','));
  p.expect(')');
  return { columns, property: undefined };
}

function parseFullTextColumn(p: Parser): FullTextColumn {
  const { start } = p;
  if (p.eat('*')) return { kind: 'FullTextColumn', start, end: p.end };
  const column = parseColumnName(p);
  return { kind: 'FullTextColumn', start, end: p.end, column };
}

/** A column by name, with qualifiers; `t.*` of full-text functions gives a column named `*`, `$rowguid` one of that name. */
export function parseColumnName(p: Parser): ColumnReference {
  const { start } = p;
  if (startsPseudoColumn(p, 0))
    return { kind: 'ColumnReference', start, qualifier: [], column: takeToken(p), end: p.end };
  const qualifier: (Identifier | undefined)[] = parseNameParts(p, 5);
  if (p.at('.') && (p.term(1) === '*' || startsPseudoColumn(p, 1))) {
    p.advance();
    return { kind: 'ColumnReference', start, qualifier, column: takeToken(p), end: p.end };
  }
  const column = qualifier.pop() ?? parseIdentifier(p);
  return { kind: 'ColumnReference', start, end: p.end, qualifier, column };
}

/** The current token as a name: `*`, `$identity`. */
function takeToken(p: Parser): Identifier {
  const { start } = p;
  const name = p.tokenText.toUpperCase();
  p.advance();
  return { kind: 'Identifier', start, end: p.end, name, quote: 'none' };
}
