import type { Expression } from '../../ast/expressions.js';
import type { Identifier, ObjectName } from '../../ast/names.js';
import { objectNameOf, parseIdentifier, parseNameParts } from '../parse-names.js';
import type { Parser } from '../parser.js';
import { parseFunctionCall } from './parse-function-call.js';
import { parseArguments, parseMethodChain } from './parse-method-chain.js';
import { parsePseudoColumn, startsPseudoColumn } from './parse-pseudo-column.js';

/** A column, a function call or a static method: what begins with a name. */
export function parseNamed(p: Parser): Expression {
  const { start } = p;
  const parts = parseNameParts(p, Number.POSITIVE_INFINITY);
  p.checkChain(parts.length);
  if (p.at('(')) {
    if (parts.length > MAX_OBJECT_PARTS) return parseMethodChain(p, parseMethodOfColumn(p, start, parts));
    if (isRegexpLike(parts)) return { kind: 'RegexpLikePredicate', start, arguments: parseArguments(p), end: p.end };
    return parseMethodChain(p, parseFunctionCall(p, objectNameOf(start, p.end, parts)));
  }
  if (p.at('::')) return parseStatic(p, objectNameOf(start, p.end, parts));
  if (p.at('.') && startsPseudoColumn(p, 1)) {
    p.advance();
    return parsePseudoColumn(p, start, parts);
  }
  return columnWithProperties(start, parts);
}

function isRegexpLike([name, ...more]: readonly (Identifier | undefined)[]): boolean {
  return more.length === 0 && name?.quote === 'none' && name.name.toUpperCase() === 'REGEXP_LIKE';
}

/** server.database.schema.table.column; names behind that are properties of the column. */
const MAX_COLUMN_PARTS = 5;

/** server.database.schema.function; a call of more parts can only be a method of a column. */
const MAX_OBJECT_PARTS = 4;

function parseMethodOfColumn(p: Parser, start: number, parts: (Identifier | undefined)[]): Expression {
  const method = parts.pop() as Identifier;
  if (parts[parts.length - 1] === undefined) p.fail("a name before the method's dot");
  const target = columnWithProperties(start, parts);
  const args = parseArguments(p);
  return { kind: 'MethodCall', start, end: p.end, target, method, arguments: args };
}

function columnWithProperties(start: number, parts: (Identifier | undefined)[]): Expression {
  if (parts.length <= MAX_COLUMN_PARTS || parts.includes(undefined)) {
    const column = parts.pop() as Identifier;
    return { kind: 'ColumnReference', start, end: column.end, qualifier: parts, column };
  }
  const qualifier = parts.slice(0, MAX_COLUMN_PARTS);
  const column = qualifier.pop() as Identifier;
  let result: Expression = { kind: 'ColumnReference', start, end: column.end, qualifier, column };
  for (const property of parts.slice(qualifier.length + 1) as Identifier[]) {
    result = { kind: 'MethodCall', start, end: property.end, target: result, method: property };
  }
  return result;
}

/** `type::Method(…)` and `type::Property` */
function parseStatic(p: Parser, type: ObjectName): Expression {
  const { start } = type;
  p.expect('::');
  const method = p.at('NULL') ? parseNullProperty(p) : parseIdentifier(p);
  if (p.at('(')) {
    const args = parseArguments(p);
    return parseMethodChain(p, { kind: 'StaticMethodCall', start, end: p.end, type, method, arguments: args });
  }
  return parseMethodChain(p, { kind: 'StaticPropertyReference', start, end: p.end, type, property: method });
}

function parseNullProperty(p: Parser): Identifier {
  const { start } = p;
  const name = p.tokenText;
  p.advance();
  return { kind: 'Identifier', start, end: p.end, name, quote: 'none' };
}
