import type { ExecuteSource, Insert, InsertSource } from '../../ast/data-modification.js';
import type { WithClause } from '../../ast/queries.js';
import type { Parser } from '../parser.js';
import { parseQueryExpression } from '../queries/parse-query-expression.js';
import { parseTop } from '../queries/parse-query-specification.js';
import { parseRows } from '../tables/parse-table-source.js';
import { parseExecuteSpecification } from './parse-execute.js';
import { parseInsertColumns, parseModificationTarget, parseOutputs } from './parse-modification-target.js';
import { parseOption } from './parse-option.js';

export function parseInsert(p: Parser, clause: WithClause | undefined): Insert {
  const start = clause?.start ?? p.start;
  p.expect('INSERT');
  const top = p.at('TOP') ? parseTop(p) : undefined;
  const into = p.eat('INTO');
  const over = (!into && p.eat('OVER')) || undefined;
  const target = parseModificationTarget(p, true);
  const columns = p.at('(') && !startsQueryInParentheses(p) ? parseInsertColumns(p) : [];
  const output = parseOutputs(p);
  const source = parseInsertSource(p);
  const option = p.at('OPTION') ? parseOption(p) : undefined;
  return { kind: 'Insert', start, end: p.end, with: clause, top, into, over, target, columns, output, source, option };
}

/** `INSERT t (SELECT …)`: the parenthesis opens the query and not the list of columns. */
function startsQueryInParentheses(p: Parser): boolean {
  let ahead = 1;
  while (p.term(ahead) === '(') ahead++;
  return p.term(ahead) === 'SELECT';
}

function parseInsertSource(p: Parser): InsertSource {
  const { start } = p;
  if (p.eat('VALUES')) {
    const rows = parseRows(p);
    return { kind: 'ValuesSource', start, end: p.end, rows };
  }
  if (p.eatAll('DEFAULT', 'VALUES')) return { kind: 'DefaultValuesSource', start, end: p.end };
  if (p.atAny('EXEC', 'EXECUTE')) {
    const execute = parseExecuteSpecification(p);
    const result: ExecuteSource = { kind: 'ExecuteSource', start, end: p.end, execute };
    return result;
  }
  if (!p.at('SELECT') && !p.at('(')) p.fail('VALUES, SELECT, EXECUTE or DEFAULT VALUES');
  p.feedsInsert = true;
  const query = parseQueryExpression(p);
  p.feedsInsert = false;
  return { kind: 'QuerySource', start, end: p.end, query };
}
