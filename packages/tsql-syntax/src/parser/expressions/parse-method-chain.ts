import type { Expression } from '../../ast/expressions.js';
import { parseIdentifier } from '../parse-names.js';
import type { Parser } from '../parser.js';
import { parseScalarOrDefault } from './parse-expression.js';

/** `target.method(…).property…`: whatever methods and properties follow a value. */
export function parseMethodChain(p: Parser, target: Expression): Expression {
  let result = target;
  for (let length = 1; p.at('.') && p.isIdentifierAt(1); length++) {
    p.checkChain(length);
    p.advance();
    const method = parseIdentifier(p);
    const args = p.at('(') ? parseArguments(p) : undefined;
    result = { kind: 'MethodCall', start: target.start, end: p.end, target: result, method, arguments: args };
  }
  return result;
}

/** Values in parentheses, none or more. */
export function parseArguments(p: Parser): Expression[] {
  const values: Expression[] = [];
  p.expect('(');
  p.enter();
  if (!p.at(')')) {
    do values.push(parseScalarOrDefault(p));
    while (p.eat(','));
  }
  p.leave();
  p.expect(')');
  return values;
}
