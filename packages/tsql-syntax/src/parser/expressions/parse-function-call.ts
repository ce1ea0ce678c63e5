import type { Expression, FunctionCall, StarArgument } from '../../ast/expressions.js';
import type { DataType, ObjectName } from '../../ast/names.js';
import type { OrderByClause } from '../../ast/queries.js';
import { parseDataType, parseObjectName } from '../parse-names.js';
import type { Parser } from '../parser.js';
import { parseOrderBy } from '../queries/parse-order-by.js';
import { parseCondition, parseScalar, parseScalarOrDefault } from './parse-expression.js';
import { parseOver } from './parse-over.js';

/** A call whose name has been read; the parser stands at its parenthesis. */
export function parseFunctionCall(p: Parser, name: ObjectName): FunctionCall {
  const { start } = name;
  p.expect('(');
  p.enter();
  const quantifier = p.atAny('DISTINCT', 'ALL') ? p.oneOf('DISTINCT', 'ALL') : undefined;
  const args = parseCallArguments(p, name);
  if (quantifier && args.length === 0) p.fail('an expression');
  const orderBy = p.at('ORDER') ? parseOrderBy(p) : undefined;
  let nulls = parseNulls(p);
  const returning = parseReturning(p);
  const withArrayWrapper = p.eatAll('WITH', 'ARRAY', 'WRAPPER') || undefined;
  const model = p.eatAll('USE', 'MODEL') ? parseObjectName(p) : undefined;
  const modelParameters = model && p.eat('PARAMETERS') ? parseScalar(p) : undefined;
  p.leave();
  p.expect(')');
  let withinGroup: OrderByClause | undefined;
  let withinGraphPath: boolean | undefined;
  if (p.atAll('WITHIN', 'GROUP', '(')) {
    p.pos += 3;
    if (p.eatAll('GRAPH', 'PATH')) withinGraphPath = true;
    else withinGroup = parseOrderBy(p);
    p.expect(')');
  }
  nulls ??= parseNulls(p);
  const over = p.at('OVER') ? parseOver(p) : undefined;
  return {
    kind: 'FunctionCall',
    start,
    end: p.end,
    name,
    quantifier,
    arguments: args,
    orderBy,
    nulls,
    returning,
    withArrayWrapper,
    model,
    modelParameters,
    withinGroup,
    withinGraphPath,
    over,
  };
}

function parseCallArguments(p: Parser, name: ObjectName): (Expression | StarArgument)[] {
  const args: (Expression | StarArgument)[] = [];
  if (p.at(')')) return args;
  if (p.at('*') && (p.term(1) === ')' || p.term(1) === ',')) {
    const { start } = p;
    p.advance();
    args.push({ kind: 'StarArgument', start, end: p.end });
    if (!p.eat(',')) return args;
  }
  // IIF is the one function whose first argument is a condition.
  const takesCondition = args.length === 0 && name.schema === undefined && name.name.name.toUpperCase() === 'IIF';
  args.push(takesCondition ? parseCondition(p) : parseScalarOrDefault(p));
  while (p.eat(',')) args.push(parseScalarOrDefault(p));
  return args;
}

function parseNulls(p: Parser): FunctionCall['nulls'] {
  if (p.eatAll('IGNORE', 'NULLS')) return 'IGNORE NULLS';
  if (p.eatAll('RESPECT', 'NULLS')) return 'RESPECT NULLS';
  if (p.eatAll('NULL', 'ON', 'NULL')) return 'NULL ON NULL';
  if (p.eatAll('ABSENT', 'ON', 'NULL')) return 'ABSENT ON NULL';
  return undefined;
}

export function parseReturning(p: Parser): DataType | undefined {
  return p.eat('RETURNING') ? parseDataType(p) : undefined;
}
