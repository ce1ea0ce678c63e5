import type {
  ExecutableProcedure,
  ExecutableString,
  Execute,
  ExecuteArgument,
  ExecuteContext,
  ExecuteDataSource,
  ExecuteSpecification,
} from '../../ast/execute.js';
import type { Expression } from '../../ast/expressions.js';
import type { Identifier, ObjectName, Variable } from '../../ast/names.js';
import { TokenKind } from '../../lexer/token-kind.js';
import { parseScalar, parseScalarOrDefault } from '../expressions/parse-expression.js';
import { parseLiteral } from '../expressions/parse-literal.js';
import { parsePrimary } from '../expressions/parse-primary.js';
import { parseStringLiteral } from '../expressions/parse-string-literal.js';
import { parseIdentifier, parseObjectName, parseVariable } from '../parse-names.js';
import type { Parser } from '../parser.js';
import { parseExecuteOptions } from './parse-execute-options.js';
import { startsByWord } from './starts-by-word.js';

export function parseExecute(p: Parser): Execute {
  const { start } = p;
  const execute = parseExecuteSpecification(p);
  const options = p.at('WITH') ? parseExecuteOptions(p) : [];
  return { kind: 'Execute', start, end: p.end, execute, options };
}

/** A procedure's name as the first thing in a batch runs it without EXEC. */
export function parseImplicitExecute(p: Parser): Execute {
  const { start } = p;
  const entity = parseProcedureCall(p);
  const execute: ExecuteSpecification = { kind: 'ExecuteSpecification', start, end: p.end, keyword: false, entity };
  const options = p.at('WITH') ? parseExecuteOptions(p) : [];
  return { kind: 'Execute', start, end: p.end, execute, options };
}

/** EXEC without its WITH options: also the source of INSERT … EXEC. */
export function parseExecuteSpecification(p: Parser): ExecuteSpecification {
  const { start } = p;
  p.oneOf('EXEC', 'EXECUTE');
  if (p.at('(')) return parseExecuteString(p, start);
  let returnVariable: Variable | undefined;
  if (p.kind() === TokenKind.Variable && p.term(1) === '=') {
    returnVariable = parseVariable(p);
    p.expect('=');
  }
  const entity = parseProcedureCall(p);
  return { kind: 'ExecuteSpecification', start, end: p.end, keyword: true, returnVariable, entity };
}

/** `EXEC ('…' + @x [, parameters]) [AS USER = '…'] [AT server]` */
function parseExecuteString(p: Parser, start: number): ExecuteSpecification {
  const entityStart = p.start;
  p.expect('(');
  const parts: Expression[] = [parseExecutedText(p)];
  const args = p.eat(',') ? parseArguments(p) : [];
  p.expect(')');
  const entity: ExecutableString = { kind: 'ExecutableString', start: entityStart, end: p.end, parts, arguments: args };
  const context = p.at('AS') ? parseContext(p) : undefined;
  let at: Identifier | undefined;
  let atDataSource: boolean | undefined;
  if (p.eat('AT')) {
    atDataSource = p.eat('DATA_SOURCE') || undefined;
    at = parseIdentifier(p);
  }
  return { kind: 'ExecuteSpecification', start, end: p.end, keyword: true, entity, context, at, atDataSource };
}

/** Strings and variables joined by `+`: SQL Server allows no other expression here. */
function parseExecutedText(p: Parser): Expression {
  const text = parseScalar(p);
  let part = text;
  while (part.kind === 'BinaryExpression' && part.operator === '+' && isText(part.right)) part = part.left;
  if (!isText(part)) {
    p.report(
      'EXECUTE runs strings and variables joined by +, no other expression.',
      part,
      'Assign the expression to a variable first.',
    );
  }
  return text;
}

function isText(part: Expression): boolean {
  return part.kind === 'StringLiteral' || part.kind === 'Variable' || part.kind === 'SystemVariable';
}

/** `AS USER = '…'`, `AS LOGIN = '…'`; the name may be left out. */
function parseContext(p: Parser): ExecuteContext {
  const { start } = p;
  p.expect('AS');
  const type = p.oneOf('USER', 'LOGIN');
  const name = p.eat('=') ? parseScalar(p) : undefined;
  return { kind: 'ExecuteContext', start, end: p.end, type, name };
}

function parseProcedureCall(p: Parser): ExecutableProcedure {
  const { start } = p;
  const dataSource = p.at('OPENDATASOURCE') ? parseDataSource(p) : undefined;
  const procedure: ObjectName | Variable = p.kind() === TokenKind.Variable ? parseVariable(p) : parseObjectName(p);
  let number: Expression | undefined;
  if (p.at(';') && p.kind(1) === TokenKind.Integer) {
    p.advance();
    number = parseScalar(p);
  }
  const args = startsArgument(p) ? parseArguments(p) : [];
  return { kind: 'ExecutableProcedure', start, end: p.end, procedure, number, dataSource, arguments: args };
}

function parseDataSource(p: Parser): ExecuteDataSource {
  const { start } = p;
  p.expectAll('OPENDATASOURCE', '(');
  const provider = parseStringLiteral(p);
  p.expect(',');
  const connection = parseStringLiteral(p);
  p.expectAll(')', '.');
  return { kind: 'ExecuteDataSource', start, end: p.end, provider, connection };
}

/** Whether an argument follows: a statement may start right behind the procedure's name. */
function startsArgument(p: Parser): boolean {
  switch (p.kind()) {
    case TokenKind.Symbol:
      return p.at('-') || p.at('+') || p.at('{');
    case TokenKind.Word:
      return p.at('DEFAULT') || p.at('NULL') || (p.atRegularIdentifier && !startsByWord(p) && !startsBareThrow(p));
    case TokenKind.Bracketed:
    case TokenKind.DoubleQuoted:
      return true;
    case TokenKind.End:
    case TokenKind.Invalid:
      return false;
    default:
      return true;
  }
}

/** `EXEC p THROW`: no argument, as a bare word of that name hardly is meant. */
function startsBareThrow(p: Parser): boolean {
  return p.at('THROW') && (p.term(1) === ';' || p.kind(1) === TokenKind.End || p.kind(1) === TokenKind.Word);
}

function parseArguments(p: Parser): ExecuteArgument[] {
  const args: ExecuteArgument[] = [];
  do args.push(parseArgument(p));
  while (p.eat(','));
  const named = args.findIndex((arg) => arg.parameter);
  const late = named < 0 ? undefined : args.find((arg, i) => i > named && !arg.parameter);
  if (late) {
    const help = "After the form '@name = value' has been used, all further parameters must be passed that way.";
    p.report(`Parameter number ${args.indexOf(late) + 1} must be passed as '@name = value'.`, late, help);
  }
  return args;
}

function parseArgument(p: Parser): ExecuteArgument {
  const { start } = p;
  let parameter: Variable | undefined;
  if (p.kind() === TokenKind.Variable && p.term(1) === '=') {
    parameter = parseVariable(p);
    p.expect('=');
  }
  const value = parseArgumentValue(p);
  const output = p.eat('OUTPUT') || p.eat('OUT');
  return { kind: 'ExecuteArgument', start, end: p.end, parameter, value, output };
}

/** A constant, a variable, DEFAULT or a bare word that means a string. Nothing is computed here. */
function parseArgumentValue(p: Parser): Expression | Identifier {
  const { start } = p;
  if (p.atIdentifier) return parseIdentifier(p);
  switch (p.kind()) {
    case TokenKind.Variable:
      return parseVariable(p);
    case TokenKind.Symbol: {
      if (!p.at('-')) break;
      p.advance();
      if (!NUMBERS.has(p.kind())) p.fail('a number');
      const operand = parseLiteral(p);
      return { kind: 'UnaryExpression', start, end: p.end, operator: '-', operand };
    }
    case TokenKind.Word:
      if (!p.at('NULL') && !p.at('DEFAULT')) break;
      return parseScalarOrDefault(p);
    case TokenKind.End:
    case TokenKind.Invalid:
      break;
    default:
      return parsePrimary(p);
  }
  return p.fail(
    'a constant, a variable or DEFAULT',
    'An argument cannot be an expression: assign it to a variable first.',
  );
}

const NUMBERS = new Set<number>([TokenKind.Integer, TokenKind.Decimal, TokenKind.Float, TokenKind.Money]);
