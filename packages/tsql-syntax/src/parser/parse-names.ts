import type {
  DataType,
  Identifier,
  ObjectName,
  QuoteStyle,
  TypeParameter,
  Variable,
  XmlSchemaReference,
} from '../ast/names.js';
import { unquote } from '../lexer/scan-quoted.js';
import { TokenKind } from '../lexer/token-kind.js';
import type { Parser } from './parser.js';

export function parseIdentifier(p: Parser): Identifier {
  if (!p.atIdentifier) p.fail('a name');
  return takeIdentifier(p);
}

/** The current word as a name even where it is reserved: option names, PUBLIC, and the like. */
export function parseAnyWord(p: Parser): Identifier {
  if (!p.atIdentifier && p.kind() !== TokenKind.Word) p.fail('a name');
  return takeIdentifier(p);
}

function takeIdentifier(p: Parser): Identifier {
  const { start } = p;
  const text = p.tokenText;
  let name = text;
  let quote: QuoteStyle = 'none';
  const kind = p.kind();
  if (kind === TokenKind.Bracketed) {
    name = unquote(text.slice(1, -1), ']');
    quote = 'brackets';
  } else if (kind === TokenKind.DoubleQuoted) {
    name = unquote(text.slice(1, -1), '"');
    quote = 'quotes';
  }
  p.advance();
  if (name.length > MAX_NAME && !name.includes('$(')) reportLong(p, start, name);
  return { kind: 'Identifier', start, end: p.end, name, quote };
}

/** Longest name of anything (error 103). */
const MAX_NAME = 128;

function reportLong(p: Parser, start: number, name: string): void {
  const excerpt = `${name.slice(0, 30)}…`;
  p.report(`The name that starts with '${excerpt}' is longer than ${MAX_NAME} characters.`, { start, end: p.end });
}

export function parseVariable(p: Parser): Variable {
  if (p.kind() !== TokenKind.Variable) p.fail('a variable');
  const { start } = p;
  const name = p.tokenText;
  p.advance();
  return { kind: 'Variable', start, end: p.end, name };
}

/** `a.b.c`: names between dots, undefined where none stands (`db..t`). At least one; the last is always a name. */
export function parseNameParts(p: Parser, maximum: number): (Identifier | undefined)[] {
  const { start } = p;
  const parts: (Identifier | undefined)[] = [];
  // Leading dots leave out the outermost parts: `..t` is `t`.
  while (p.eat('.')) parts.push(undefined);
  parts.push(parseIdentifier(p));
  while (p.at('.')) {
    if (!(p.isIdentifierAt(1) || p.term(1) === '.')) break;
    p.advance();
    if (p.at('.')) {
      parts.push(undefined);
      continue;
    }
    parts.push(parseIdentifier(p));
  }
  if (parts[parts.length - 1] === undefined) {
    p.advance();
    p.fail('a name');
  }
  if (parts.length > maximum) {
    p.report(`The name has more than the maximum of ${maximum} parts.`, { start, end: p.end });
  }
  return parts;
}

/** A name of one to four parts; the rightmost part names the object. */
export function parseObjectName(p: Parser): ObjectName {
  const { start } = p;
  const parts = parseNameParts(p, 4);
  return objectNameOf(start, p.end, parts);
}

/** The parts of a name by what they are, counted from the right. */
export function objectNameOf(start: number, end: number, parts: readonly (Identifier | undefined)[]): ObjectName {
  const part = (back: number) => (parts.length > back ? parts[parts.length - 1 - back] : undefined);
  const name = part(0) as Identifier;
  return { kind: 'ObjectName', start, end, server: part(3), database: part(2), schema: part(1), name };
}

const TYPE_WORDS_IN_TWO: Readonly<Record<string, readonly string[]>> = {
  CHARACTER: ['VARYING'],
  CHAR: ['VARYING'],
  NCHARACTER: ['VARYING'],
  NCHAR: ['VARYING'],
  BINARY: ['VARYING'],
  DOUBLE: ['PRECISION'],
  NATIONAL: ['CHARACTER', 'CHAR', 'TEXT'],
};

/** A type: built-in or user-defined, with its parameters. Names of several words (`national character varying`) become one name. */
export function parseDataType(p: Parser): DataType {
  const { start } = p;
  const name = parseTypeName(p);
  const parameters: TypeParameter[] = [];
  let xmlSchema: XmlSchemaReference | undefined;
  let baseType: Identifier | undefined;
  if (p.at('(')) {
    p.advance();
    if (name.schema === undefined && name.name.name.toUpperCase() === 'XML') xmlSchema = parseXmlSchema(p);
    else {
      do {
        if (parameters.length > 0 && p.atIdentifier) baseType = parseIdentifier(p);
        else parameters.push(parseTypeParameter(p));
      } while (p.eat(','));
    }
    p.expect(')');
    if (parameters.length > 2) p.report('A data type has at most two parameters.', parameters[2] as TypeParameter);
  }
  return { kind: 'DataType', start, end: p.end, name, parameters, xmlSchema, baseType };
}

function parseTypeName(p: Parser): ObjectName {
  const { start } = p;
  const followers = p.kind() === TokenKind.Word ? TYPE_WORDS_IN_TWO[p.term()] : undefined;
  if (!followers?.includes(p.term(1)) || p.kind(1) !== TokenKind.Word) {
    return p.at('CURSOR') ? wordAsName(p) : parseObjectName(p);
  }
  let text = p.tokenText;
  p.advance();
  text += ` ${p.tokenText}`;
  p.advance();
  if (p.at('VARYING')) {
    text += ` ${p.tokenText}`;
    p.advance();
  }
  const name: Identifier = { kind: 'Identifier', start, end: p.end, name: text, quote: 'none' };
  return { kind: 'ObjectName', start, end: p.end, server: undefined, database: undefined, schema: undefined, name };
}

function wordAsName(p: Parser): ObjectName {
  const { start } = p;
  const name = parseAnyWord(p);
  return { kind: 'ObjectName', start, end: p.end, server: undefined, database: undefined, schema: undefined, name };
}

function parseTypeParameter(p: Parser): TypeParameter {
  const { start } = p;
  if (p.eat('MAX')) return { kind: 'MaxParameter', start, end: p.end };
  if (p.kind() !== TokenKind.Integer) p.fail('a length');
  const value = Number(p.tokenText);
  p.advance();
  return { kind: 'IntegerParameter', start, end: p.end, value };
}

function parseXmlSchema(p: Parser): XmlSchemaReference {
  const { start } = p;
  let content: XmlSchemaReference['content'];
  const word = p.tokenText.toUpperCase();
  if ((word === 'CONTENT' || word === 'DOCUMENT') && p.isIdentifierAt(1)) {
    content = word;
    p.advance();
  }
  const collection = parseObjectName(p);
  return { kind: 'XmlSchemaReference', start, end: p.end, content, collection };
}
