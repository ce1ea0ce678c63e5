import type { Expression } from '../../ast/expressions.js';
import type {
  ExecutableProcedure,
  ExecutableString,
  Execute,
  ExecuteArgument,
  ExecuteContext,
  ExecuteDataSource,
  ExecuteSpecification,
} from '../../ast/execute.js';
import type { Identifier, ObjectName, Variable } from '../../ast/names.js';
import { TokenKind } from '../../lexer/token-kind.js';
import { parseScalar } from '../expressions/parse-expression.js';
import { parseStringLiteral } from '../expressions/parse-string-literal.js';
import { parseIdentifier, parseObjectName, parseVariable } from '../parse-names.js';
import type { Parser } from '../parser.js';
import { parseExecuteOptions } from './parse-execute-options.js';

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
  const parts: Expression[] = [parseScalar(p)];
  const args = p.eat(',') ? parseArguments(p) : [];
  p.expect(')');
  const entity: ExecutableString = { kind: 'ExecutableString', start: entityStart, end: p.end, parts, arguments: args };
  const context = startsContext(p) ? parseContext(p) : undefined;
  let at: Identifier | undefined;
  let atDataSource: boolean | undefined;
  if (p.eat('AT')) {
    atDataSource = p.eat('DATA_SOURCE') || undefined;
    at = parseIdentifier(p);
  }
  return { kind: 'ExecuteSpecification', start, end: p.end, keyword: true, entity, context, at, atDataSource };
}

function startsContext(p: Parser): boolean {
  return p.at('AS') && (p.term(1) === 'USER' || p.term(1) === 'LOGIN') && p.term(2) === '=';
}

function parseContext(p: Parser): ExecuteContext {
  const { start } = p;
  p.expect('AS');
  const type = p.oneOf('USER', 'LOGIN');
  p.expect('=');
  const name = parseScalar(p);
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
      return p.at('-') || p.at('+');
    case TokenKind.Word:
      return p.at('DEFAULT') || p.at('NULL') || (p.atRegularIdentifier && !startsKnownStatement(p));
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

/** Words that are no reserved words and yet start statements where SQL Server reads them so. */
function startsKnownStatement(p: Parser): boolean {
  if (p.at('THROW')) return p.term(1) === ';' || p.kind(1) === TokenKind.Integer || p.kind(1) === TokenKind.End || p.kind(1) === TokenKind.Word;
  return p.term(1) === ':' || p.atAll('GET', 'CONVERSATION') || p.atAny('ENABLE', 'DISABLE') && p.term(1) === 'TRIGGER';
}

function parseArguments(p: Parser): ExecuteArgument[] {
  const args: ExecuteArgument[] = [];
  do args.push(parseArgument(p));
  while (p.eat(','));
  return args;
}

function parseArgument(p: Parser): ExecuteArgument {
  const { start } = p;
  let parameter: Variable | undefined;
  if (p.kind() === TokenKind.Variable && p.term(1) === '=') {
    parameter = parseVariable(p);
    p.expect('=');
  }
  // A bare word is a string: EXEC sp_help Customers.
  const bare = p.atIdentifier && p.term(1) !== '(' && p.term(1) !== '.';
  const value: Expression | Identifier = bare ? parseIdentifier(p) : parseScalar(p);
  const output = p.eat('OUTPUT') || p.eat('OUT');
  return { kind: 'ExecuteArgument', start, end: p.end, parameter, value, output };
}
