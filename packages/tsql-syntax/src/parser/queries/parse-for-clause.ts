import type { StringLiteral } from '../../ast/literals.js';
import type { Identifier } from '../../ast/names.js';
import type { ForClause, ForJsonClause, ForJsonDirective, ForXmlClause, ForXmlDirective } from '../../ast/queries.js';
import { parseStringLiteral } from '../expressions/parse-string-literal.js';
import { parseIdentifier } from '../parse-names.js';
import type { Parser } from '../parser.js';

export function startsForClause(p: Parser): boolean {
  if (!p.at('FOR')) return false;
  const next = p.term(1);
  return (
    next === 'XML' ||
    next === 'JSON' ||
    next === 'BROWSE' ||
    (next === 'READ' && p.term(2) === 'ONLY') ||
    next === 'UPDATE'
  );
}

export function parseForClause(p: Parser): ForClause {
  const { start } = p;
  p.expect('FOR');
  if (p.eat('XML')) return parseForXml(p, start);
  if (p.eat('JSON')) return parseForJson(p, start);
  if (p.eat('BROWSE')) return { kind: 'ForBrowseClause', start, end: p.end };
  if (p.eatAll('READ', 'ONLY')) return { kind: 'ForReadOnlyClause', start, end: p.end };
  p.expect('UPDATE');
  const columns: Identifier[] = [];
  if (p.eat('OF')) {
    do columns.push(parseIdentifier(p));
    while (p.eat(','));
  }
  return { kind: 'ForUpdateClause', start, end: p.end, columns };
}

function parseForXml(p: Parser, start: number): ForXmlClause {
  const mode = p.oneOf('RAW', 'AUTO', 'EXPLICIT', 'PATH');
  const element = parseParenthesizedString(p);
  const directives: ForXmlDirective[] = [];
  while (p.eat(',')) directives.push(parseXmlDirective(p));
  return { kind: 'ForXmlClause', start, end: p.end, mode, element, directives };
}

function parseXmlDirective(p: Parser): ForXmlDirective {
  const { start } = p;
  const word = p.oneOf('TYPE', 'ROOT', 'ELEMENTS', 'BINARY', 'XMLDATA', 'XMLSCHEMA');
  let name: ForXmlDirective['name'];
  let value: StringLiteral | undefined;
  if (word === 'BINARY') {
    p.expect('BASE64');
    name = 'BINARY BASE64';
  } else if (word === 'ELEMENTS') {
    name = p.eat('XSINIL') ? 'ELEMENTS XSINIL' : p.eat('ABSENT') ? 'ELEMENTS ABSENT' : 'ELEMENTS';
  } else {
    name = word;
    if (word === 'ROOT' || word === 'XMLSCHEMA') value = parseParenthesizedString(p);
  }
  return { kind: 'ForXmlDirective', start, end: p.end, name, value };
}

function parseForJson(p: Parser, start: number): ForJsonClause {
  const mode = p.oneOf('AUTO', 'PATH');
  const directives: ForJsonDirective[] = [];
  while (p.eat(',')) {
    const directiveStart = p.start;
    const name = p.oneOf('ROOT', 'INCLUDE_NULL_VALUES', 'WITHOUT_ARRAY_WRAPPER');
    const value = name === 'ROOT' ? parseParenthesizedString(p) : undefined;
    directives.push({ kind: 'ForJsonDirective', start: directiveStart, end: p.end, name, value });
  }
  if (directives.some((d) => d.name === 'ROOT') && directives.some((d) => d.name === 'WITHOUT_ARRAY_WRAPPER')) {
    p.report('ROOT and WITHOUT_ARRAY_WRAPPER cannot stand together.', { start, end: p.end });
  }
  return { kind: 'ForJsonClause', start, end: p.end, mode, directives };
}

function parseParenthesizedString(p: Parser): StringLiteral | undefined {
  if (!p.eat('(')) return undefined;
  const value = parseStringLiteral(p);
  p.expect(')');
  return value;
}
