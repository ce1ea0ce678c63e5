import type { CaseExpression, Expression, WhenBranch } from '../../ast/expressions.js';
import type { ObjectName } from '../../ast/names.js';
import { parseAnyWord, parseDataType, parseIdentifier, parseObjectName } from '../parse-names.js';
import type { Parser } from '../parser.js';
import { parseQueryExpression } from '../queries/parse-query-expression.js';
import { parseCondition, parseScalar } from './parse-expression.js';
import { parseFullTextPredicate } from './parse-full-text.js';
import { parseFunctionCall } from './parse-function-call.js';
import { parseGraphMatch } from './parse-graph-match.js';
import { parseJsonConstructor } from './parse-json-constructor.js';
import { parseMethodChain } from './parse-method-chain.js';
import { parseOver } from './parse-over.js';
import { parsePseudoColumn } from './parse-pseudo-column.js';
import { parseTrim } from './parse-trim.js';

/** An expression with a syntax of its own, named by the word it starts with; undefined when the word is a plain name. */
export function parseKeywordExpression(p: Parser): Expression | undefined {
  const parse = PARSERS[p.term()];
  return parse?.(p);
}

type KeywordParser = (p: Parser) => Expression | undefined;

const PARSERS: Readonly<Record<string, KeywordParser | undefined>> = Object.assign(Object.create(null), {
  NULL: (p: Parser): Expression => ({ kind: 'NullLiteral', ...takeToken(p) }),
  DEFAULT: (p: Parser): Expression => {
    if (p.pos !== p.defaultAt) p.fail('an expression', 'DEFAULT is a value only in VALUES, SET and arguments.');
    return { kind: 'DefaultLiteral', ...takeToken(p) };
  },
  CASE: parseCase,
  CAST: (p: Parser) => (p.term(1) === '(' ? parseCast(p, false) : undefined),
  TRY_CAST: (p: Parser) => (p.term(1) === '(' ? parseCast(p, true) : undefined),
  CONVERT: (p: Parser) => parseConvert(p, false),
  TRY_CONVERT: (p: Parser) => parseConvert(p, true),
  PARSE: (p: Parser) => (p.term(1) === '(' ? parseParse(p, false) : undefined),
  TRY_PARSE: (p: Parser) => (p.term(1) === '(' ? parseParse(p, true) : undefined),
  COALESCE: parseReservedCall,
  NULLIF: parseReservedCall,
  LEFT: parseReservedCall,
  RIGHT: parseReservedCall,
  IDENTITY: parseIdentity,
  CURRENT_TIMESTAMP: parseNiladic,
  CURRENT_DATE: parseNiladic,
  CURRENT_TIME: parseNiladic,
  CURRENT_USER: parseNiladic,
  SESSION_USER: parseNiladic,
  SYSTEM_USER: parseNiladic,
  USER: parseNiladic,
  IDENTITYCOL: (p: Parser) => parsePseudoColumn(p, p.start, []),
  ROWGUIDCOL: (p: Parser) => parsePseudoColumn(p, p.start, []),
  NEXT: (p: Parser) => (p.term(1) === 'VALUE' && p.term(2) === 'FOR' ? parseNextValueFor(p) : undefined),
  TRIM: (p: Parser) => (p.term(1) === '(' ? parseTrim(p) : undefined),
  JSON_OBJECT: (p: Parser) => (p.term(1) === '(' ? parseJsonConstructor(p, 'JSON_OBJECT') : undefined),
  JSON_OBJECTAGG: (p: Parser) => (p.term(1) === '(' ? parseJsonConstructor(p, 'JSON_OBJECTAGG') : undefined),
  JSON_ARRAY: (p: Parser) => (p.term(1) === '(' ? parseJsonConstructor(p, 'JSON_ARRAY') : undefined),
  EXISTS: parseExists,
  CONTAINS: parseFullTextPredicate,
  FREETEXT: parseFullTextPredicate,
  UPDATE: parseUpdatedColumn,
  TSEQUAL: parseTsEqual,
  MATCH: (p: Parser) => (p.term(1) === '(' ? parseGraphMatch(p) : undefined),
});

function takeToken(p: Parser): { start: number; end: number } {
  const { start } = p;
  p.advance();
  return { start, end: p.end };
}

function parseCase(p: Parser): CaseExpression {
  const { start } = p;
  p.expect('CASE');
  p.enter();
  const input = p.at('WHEN') ? undefined : parseScalar(p);
  const branches: WhenBranch[] = [];
  do {
    const branchStart = p.start;
    p.expect('WHEN');
    const when = input ? parseScalar(p) : parseCondition(p);
    p.expect('THEN');
    const result = parseScalar(p);
    branches.push({ kind: 'WhenBranch', start: branchStart, end: p.end, when, result });
  } while (p.at('WHEN'));
  const otherwise = p.eat('ELSE') ? parseScalar(p) : undefined;
  p.leave();
  p.expect('END');
  return { kind: 'CaseExpression', start, end: p.end, input, branches, otherwise };
}

function parseCast(p: Parser, attempt: boolean): Expression {
  const { start } = p;
  p.advance();
  p.expect('(');
  p.enter();
  const operand = parseScalar(p);
  p.expect('AS');
  const type = parseDataType(p);
  p.leave();
  p.expect(')');
  return parseMethodChain(p, { kind: 'CastExpression', start, end: p.end, attempt, operand, type });
}

function parseConvert(p: Parser, attempt: boolean): Expression {
  const { start } = p;
  p.advance();
  p.expect('(');
  p.enter();
  const type = parseDataType(p);
  p.expect(',');
  const operand = parseScalar(p);
  const style = p.eat(',') ? parseScalar(p) : undefined;
  p.leave();
  p.expect(')');
  return parseMethodChain(p, { kind: 'ConvertExpression', start, end: p.end, attempt, type, operand, style });
}

function parseParse(p: Parser, attempt: boolean): Expression {
  const { start } = p;
  p.advance();
  p.expect('(');
  const operand = parseScalar(p);
  p.expect('AS');
  const type = parseDataType(p);
  const culture = p.eat('USING') ? parseScalar(p) : undefined;
  p.expect(')');
  return { kind: 'ParseExpression', start, end: p.end, attempt, operand, type, culture };
}

/** Functions whose names are reserved words: COALESCE, NULLIF, LEFT, RIGHT. */
function parseReservedCall(p: Parser): Expression {
  const { start } = p;
  const name = parseAnyWord(p);
  const callee: ObjectName = { kind: 'ObjectName', start, end: p.end, name };
  return parseMethodChain(p, parseFunctionCall(p, callee));
}

function parseIdentity(p: Parser): Expression {
  const { start } = p;
  p.expect('IDENTITY');
  p.expect('(');
  const type = parseDataType(p);
  let seed: Expression | undefined;
  let increment: Expression | undefined;
  if (p.eat(',')) {
    seed = parseScalar(p);
    if (p.eat(',')) increment = parseScalar(p);
  }
  p.expect(')');
  return { kind: 'IdentityExpression', start, end: p.end, type, seed, increment };
}

function parseNiladic(p: Parser): Expression {
  const name = p.term();
  return { kind: 'NiladicFunction', ...takeToken(p), name };
}

function parseNextValueFor(p: Parser): Expression {
  const { start } = p;
  p.expectAll('NEXT', 'VALUE', 'FOR');
  const sequence = parseObjectName(p);
  const over = p.at('OVER') ? parseOver(p) : undefined;
  return { kind: 'NextValueForExpression', start, end: p.end, sequence, over };
}

function parseExists(p: Parser): Expression {
  const { start } = p;
  p.expect('EXISTS');
  p.expect('(');
  p.enter();
  const query = parseQueryExpression(p);
  p.leave();
  p.expect(')');
  return { kind: 'ExistsPredicate', start, end: p.end, query };
}

function parseUpdatedColumn(p: Parser): Expression {
  const { start } = p;
  p.expect('UPDATE');
  p.expect('(');
  const column = parseIdentifier(p);
  p.expect(')');
  return { kind: 'UpdatedColumnPredicate', start, end: p.end, column };
}

function parseTsEqual(p: Parser): Expression {
  const { start } = p;
  p.expect('TSEQUAL');
  p.expect('(');
  const left = parseScalar(p);
  p.expect(',');
  const right = parseScalar(p);
  p.expect(')');
  return { kind: 'TsEqualPredicate', start, end: p.end, left, right };
}
