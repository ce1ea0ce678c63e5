import type { ComputeClause, Select } from '../../ast/control-flow.js';
import type { Expression } from '../../ast/expressions.js';
import type { WithClause } from '../../ast/queries.js';
import { parseScalar } from '../expressions/parse-expression.js';
import type { Parser } from '../parser.js';
import { parseQueryExpression } from '../queries/parse-query-expression.js';
import { parseWith } from '../queries/parse-with.js';
import { parseOption } from './parse-option.js';

/** SELECT as a statement, its WITH clause read or not: views, cursors and inline functions hold one too. */
export function parseSelect(p: Parser, clause?: WithClause): Select {
  const start = clause?.start ?? p.start;
  const withClause = clause ?? (p.at('WITH') ? parseWith(p) : undefined);
  if (!p.at('SELECT') && !p.at('(')) p.fail('SELECT');
  const query = parseQueryExpression(p);
  const compute: ComputeClause[] = [];
  while (p.at('COMPUTE')) compute.push(parseCompute(p));
  const option = p.at('OPTION') ? parseOption(p) : undefined;
  return { kind: 'Select', start, end: p.end, with: withClause, query, compute, option };
}

/** SELECT as a statement of its own, which may assign variables and make a table. */
export function parseSelectStatement(p: Parser, clause?: WithClause): Select {
  p.selectsAlone = true;
  const select = parseSelect(p, clause);
  p.selectsAlone = false;
  return select;
}

/** `COMPUTE SUM(a), AVG(b) [BY c, d]` */
function parseCompute(p: Parser): ComputeClause {
  const { start } = p;
  p.expect('COMPUTE');
  const functions: Expression[] = [];
  const by: Expression[] = [];
  do functions.push(parseScalar(p));
  while (p.eat(','));
  if (p.eat('BY')) {
    do by.push(parseScalar(p));
    while (p.eat(','));
  }
  return { kind: 'ComputeClause', start, end: p.end, functions, by };
}
