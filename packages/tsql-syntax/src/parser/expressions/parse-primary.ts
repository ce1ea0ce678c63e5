import type { Expression } from '../../ast/expressions.js';
import { TokenKind } from '../../lexer/token-kind.js';
import { parseIdentifier, parseVariable } from '../parse-names.js';
import type { Parser } from '../parser.js';
import { parseQueryExpression, parseQueryRest, startsQuery } from '../queries/parse-query-expression.js';
import { parseEither, requireScalar } from './parse-expression.js';
import { parseKeywordExpression } from './parse-keyword-expression.js';
import { parseLiteral } from './parse-literal.js';
import { parseMethodChain } from './parse-method-chain.js';
import { parseNamed } from './parse-named.js';
import { parseOdbcEscape } from './parse-odbc-escape.js';
import { parseDollarWord } from './parse-pseudo-column.js';
import { parseStringLiteral } from './parse-string-literal.js';

/** An operand with its signs before it and its COLLATE, AT TIME ZONE and methods behind it. */
export function parsePrimary(p: Parser): Expression {
  const term = p.term();
  if (term === '-' || term === '+' || term === '~') {
    const { start } = p;
    p.advance();
    p.enter();
    const operand = requireScalar(p, parsePrimary(p));
    p.leave();
    return { kind: 'UnaryExpression', start, end: p.end, operator: term, operand };
  }
  return parsePostfix(p, parseBare(p));
}

function parseBare(p: Parser): Expression {
  switch (p.kind()) {
    case TokenKind.Integer:
    case TokenKind.Decimal:
    case TokenKind.Float:
    case TokenKind.Money:
    case TokenKind.Binary:
      return parseLiteral(p);
    case TokenKind.String:
    case TokenKind.NationalString:
      return parseStringLiteral(p);
    case TokenKind.DoubleQuoted:
      return p.quotedIdentifier ? parseNamed(p) : parseStringLiteral(p);
    case TokenKind.Bracketed:
      return parseNamed(p);
    case TokenKind.Word:
      return parseKeywordExpression(p) ?? parseNamed(p);
    case TokenKind.Variable:
      return parseMethodChain(p, parseVariable(p));
    case TokenKind.SystemVariable: {
      const { start } = p;
      const name = p.tokenText;
      p.advance();
      return { kind: 'SystemVariable', start, end: p.end, name };
    }
    case TokenKind.DollarWord:
      return parseDollarWord(p);
    default:
  }
  if (p.at('(')) return parseParenthesized(p);
  if (p.at('.')) return parseNamed(p);
  if (p.at('{')) return parseOdbcEscape(p);
  return p.fail('an expression');
}

/** `(x)`, `(SELECT …)`, and what may begin like either: `((SELECT 1) UNION SELECT 2)`. */
function parseParenthesized(p: Parser): Expression {
  const { start } = p;
  p.expect('(');
  p.enter();
  let result: Expression;
  if (startsQuery(p)) {
    const query = parseQueryExpression(p);
    p.expect(')');
    result = { kind: 'ScalarSubquery', start, end: p.end, query };
  } else {
    const inner = parseEither(p);
    if (inner.kind === 'ScalarSubquery' && p.atAny('UNION', 'EXCEPT', 'INTERSECT', 'ORDER')) {
      const first = { kind: 'ParenthesizedQuery', start: inner.start, end: inner.end, query: inner.query } as const;
      const query = parseQueryRest(p, first);
      p.expect(')');
      result = { kind: 'ScalarSubquery', start, end: p.end, query };
    } else {
      p.expect(')');
      result = { kind: 'ParenthesizedExpression', start, end: p.end, expression: inner };
    }
  }
  p.leave();
  return p.at('.') ? parseMethodChain(p, result) : result;
}

function parsePostfix(p: Parser, operand: Expression): Expression {
  let result = operand;
  for (let length = 1; ; length++) {
    p.checkChain(length);
    if (p.at('COLLATE')) {
      p.advance();
      const collation = parseIdentifier(p);
      const collated: Expression = {
        kind: 'CollateExpression',
        start: result.start,
        end: p.end,
        operand: requireScalar(p, result),
        collation,
      };
      result = parseMethodChain(p, collated);
    } else if (p.atAll('AT', 'TIME', 'ZONE')) {
      p.pos += 3;
      const zone = parseBare(p);
      result = {
        kind: 'AtTimeZoneExpression',
        start: result.start,
        end: p.end,
        operand: requireScalar(p, result),
        zone,
      };
    } else return result;
  }
}
