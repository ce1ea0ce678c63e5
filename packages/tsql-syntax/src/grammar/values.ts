import type { Expression } from '../ast/expressions.js';
import type { Literal, StringLiteral } from '../ast/literals.js';
import type { DataType, Identifier, ObjectName, Variable } from '../ast/names.js';
import { syntaxDiagnostics } from '../diagnostics.js';
import { TokenKind } from '../lexer/token-kind.js';
import { parseCondition, parseScalar } from '../parser/expressions/parse-expression.js';
import { parseColumnName } from '../parser/expressions/parse-full-text.js';
import { parseLiteral } from '../parser/expressions/parse-literal.js';
import { parseStringLiteral } from '../parser/expressions/parse-string-literal.js';
import { parseAnyWord, parseDataType, parseIdentifier, parseObjectName, parseVariable } from '../parser/parse-names.js';
import type { Parser } from '../parser/parser.js';
import type { NodeWriter, Rule } from './rule.js';
import { native } from './rules.js';

/** Hand-written constructs as rules, to be used in descriptions. */

function nodeRule<T extends { readonly kind: string; readonly start: number; readonly end: number }>(
  starts: (p: Parser) => boolean,
  parse: (p: Parser) => T,
): Rule<T> {
  return native({
    starts,
    parse,
    holdsNodes: true,
    write: (value: T, w: NodeWriter) => {
      w.node(value);
    },
  });
}

const startsName = (p: Parser): boolean => p.atIdentifier;

export const identifier: Rule<Identifier> = nodeRule(startsName, parseIdentifier);

/** A name that may be a reserved word: principals, options, algorithms. */
export const anyWord: Rule<Identifier> = nodeRule((p) => p.atIdentifier || p.kind() === TokenKind.Word, parseAnyWord);

/** A column of an index: a name, or a pseudo column of a graph table. */
export const columnName: Rule<Identifier> = nodeRule(
  (p) => p.atIdentifier || p.kind() === TokenKind.DollarWord,
  (p) => (p.kind() === TokenKind.DollarWord ? parseColumnName(p).column : parseIdentifier(p)),
);

export const objectName: Rule<ObjectName> = nodeRule((p) => p.atIdentifier || p.at('.'), parseObjectName);

/** The name of what can only be made in the current database (error 166). */
export const localObjectName: Rule<ObjectName> = nodeRule(objectName.starts, (p) => {
  const name = parseObjectName(p);
  if (name.database) {
    const place = { start: name.database.start, end: name.database.end };
    p.report('The name of the database cannot stand before the name of this object.', place, 'Use USE before it.');
  }
  return name;
});

export const dataType: Rule<DataType> = nodeRule(
  (p) => p.atIdentifier || p.atAny('NATIONAL', 'DOUBLE', 'CURSOR'),
  parseDataType,
);

export const variable: Rule<Variable> = nodeRule((p) => p.kind() === TokenKind.Variable, parseVariable);

export const stringLiteral: Rule<StringLiteral> = nodeRule((p) => p.atString, parseStringLiteral);

/** Any value. As the first thing of an optional stretch it needs a word before it: it cannot tell whether it starts. */
export const expression: Rule<Expression> = nodeRule(startsExpression, parseScalar);

export const condition: Rule<Expression> = nodeRule(startsExpression, parseCondition);

function startsExpression(p: Parser): boolean {
  const kind = p.kind();
  return kind !== TokenKind.End && kind !== TokenKind.Invalid && !p.atAny(')', ',', ';', '.', '=');
}

/** A whole number, as a number: sizes, counts, percentages. A leading minus is read. */
export const integer: Rule<number> = native({
  holdsNodes: false,
  starts: (p: Parser) => p.kind() === TokenKind.Integer || (p.at('-') && p.kind(1) === TokenKind.Integer),
  parse: (p: Parser) => {
    const negative = p.eat('-');
    if (p.kind() !== TokenKind.Integer) p.fail('a number');
    const value = Number(p.tokenText);
    if (!Number.isSafeInteger(value)) {
      const limit = 'it has too many digits';
      p.diagnostics.push(syntaxDiagnostics.create('parse-invalid-number', { text: p.tokenText, limit }, p.tokenSpan()));
    }
    p.advance();
    return negative ? -value : value;
  },
  write: (value: number, w: NodeWriter) => {
    w.text(String(value));
  },
});

/** A string or a variable: file names, passwords, keys. */
export const stringOrVariable: Rule<StringLiteral | Variable> = nodeRule(
  (p) => p.atString || p.kind() === TokenKind.Variable,
  (p) => (p.kind() === TokenKind.Variable ? parseVariable(p) : parseStringLiteral(p)),
);

export const identifierOrVariable: Rule<Identifier | Variable> = nodeRule(
  (p) => p.atIdentifier || p.kind() === TokenKind.Variable,
  (p) => (p.kind() === TokenKind.Variable ? parseVariable(p) : parseIdentifier(p)),
);

/** `0x…`, kept as its text in upper case. */
export const binary: Rule<string> = native({
  holdsNodes: false,
  starts: (p: Parser) => p.kind() === TokenKind.Binary,
  parse: (p: Parser) => {
    if (p.kind() !== TokenKind.Binary) p.fail('a binary value');
    const text = `0x${p.tokenText
      .slice(2)
      .replace(/\\\r?\n/g, '')
      .toUpperCase()}`;
    p.advance();
    return text;
  },
  write: (value: string, w: NodeWriter) => {
    w.text(value);
  },
});

/** A whole number as a literal, where a keyword or a string may stand as well. */
export const integerLiteral: Rule<Literal> = nodeRule(
  (p) => p.kind() === TokenKind.Integer,
  (p) => (p.kind() === TokenKind.Integer ? parseLiteral(p) : p.fail('a number')),
);
