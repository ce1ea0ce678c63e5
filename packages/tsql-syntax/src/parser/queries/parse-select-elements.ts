import type { Expression } from '../../ast/expressions.js';
import type { StringLiteral } from '../../ast/literals.js';
import type { Identifier } from '../../ast/names.js';
import type { AssignmentOperator, SelectColumn, SelectElement } from '../../ast/queries.js';
import { TokenKind } from '../../lexer/token-kind.js';
import { parseScalar } from '../expressions/parse-expression.js';
import { parseStringLiteral } from '../expressions/parse-string-literal.js';
import { parseIdentifier, parseVariable } from '../parse-names.js';
import type { Parser } from '../parser.js';
import { startsByWord } from '../statements/starts-by-word.js';

export function parseSelectElements(p: Parser): SelectElement[] {
  const elements: SelectElement[] = [];
  do elements.push(parseSelectElement(p));
  while (p.eat(','));
  return elements;
}

const ASSIGNMENTS = new Set<string>(['=', '+=', '-=', '*=', '/=', '%=', '&=', '|=', '^=', '||=']);

export function atAssignment(p: Parser, ahead = 0): boolean {
  return ASSIGNMENTS.has(p.term(ahead));
}

export function takeAssignment(p: Parser): AssignmentOperator {
  return p.oneOf('=', '+=', '-=', '*=', '/=', '%=', '&=', '|=', '^=', '||=');
}

function parseSelectElement(p: Parser): SelectElement {
  const { start } = p;
  if (p.kind() === TokenKind.Variable && atAssignment(p, 1)) {
    const variable = parseVariable(p);
    const operator = takeAssignment(p);
    const value = parseScalar(p);
    return { kind: 'SelectSetVariable', start, end: p.end, variable, operator, value };
  }
  if (p.eat('*')) return { kind: 'SelectStar', start, end: p.end, qualifier: [] };
  if (p.isIdentifierAt(0) || p.at('.')) {
    const star = starAhead(p);
    if (star > 0) return parseQualifiedStar(p, star);
  }
  return parseSelectColumn(p);
}

/** For `a.b.*` the distance of its star, else 0. */
function starAhead(p: Parser): number {
  let ahead = 0;
  for (;;) {
    if (p.isIdentifierAt(ahead)) ahead++;
    if (p.term(ahead) !== '.') return 0;
    ahead++;
    if (p.term(ahead) === '*') return ahead;
    if (!p.isIdentifierAt(ahead) && p.term(ahead) !== '.') return 0;
  }
}

function parseQualifiedStar(p: Parser, star: number): SelectElement {
  const { start } = p;
  const last = p.pos + star;
  const qualifier: (Identifier | undefined)[] = [];
  while (p.pos < last) {
    qualifier.push(p.at('.') ? undefined : parseIdentifier(p));
    p.expect('.');
  }
  p.expect('*');
  return { kind: 'SelectStar', start, end: p.end, qualifier };
}

function parseSelectColumn(p: Parser): SelectColumn {
  const { start } = p;
  if ((p.atIdentifier || p.atString) && p.term(1) === '=' && p.term(2) !== '*') {
    const alias = parseAliasName(p);
    p.expect('=');
    const expression = parseScalar(p);
    return { kind: 'SelectColumn', start, end: p.end, expression, alias, aliasStyle: 'equals' };
  }
  const expression: Expression = parseScalar(p);
  const explicit = p.eat('AS');
  if (!explicit && !p.atString && !(p.atIdentifier && !endsSelectElement(p))) {
    return { kind: 'SelectColumn', start, end: p.end, expression };
  }
  const alias = parseAliasName(p);
  return { kind: 'SelectColumn', start, end: p.end, expression, alias, aliasStyle: 'as' };
}

function parseAliasName(p: Parser): Identifier | StringLiteral {
  return p.atString ? parseStringLiteral(p) : parseIdentifier(p);
}

/** Words that may be names and yet go on with the statement behind a select element. */
function endsSelectElement(p: Parser): boolean {
  return (
    startsByWord(p) ||
    (p.at('WINDOW') && p.isIdentifierAt(1) && p.term(2) === 'AS') ||
    (p.at('OFFSET') && p.term(1) !== ',' && startsCount(p, 1))
  );
}

function startsCount(p: Parser, ahead: number): boolean {
  const kind = p.kind(ahead);
  return kind === TokenKind.Integer || kind === TokenKind.Variable || p.term(ahead) === '(';
}
