import type { JsonConstructor, JsonEntry } from '../../ast/expressions.js';
import type { OrderByClause } from '../../ast/queries.js';
import type { Parser } from '../parser.js';
import { parseOrderBy } from '../queries/parse-order-by.js';
import { parseScalar } from './parse-expression.js';
import { parseReturning } from './parse-function-call.js';
import { parseOver } from './parse-over.js';

/** JSON_OBJECT(key: value, …), JSON_ARRAY(value, …), JSON_OBJECTAGG(key: value) */
export function parseJsonConstructor(p: Parser, name: JsonConstructor['function']): JsonConstructor {
  const { start } = p;
  p.advance();
  p.expect('(');
  p.enter();
  const entries: JsonEntry[] = [];
  if (!p.at(')') && !startsNulls(p)) {
    do entries.push(parseEntry(p, name !== 'JSON_ARRAY'));
    while (p.eat(',') && !startsNulls(p));
  }
  let nulls: JsonConstructor['nulls'];
  if (startsNulls(p)) {
    nulls = p.at('NULL') ? 'NULL ON NULL' : 'ABSENT ON NULL';
    p.pos += 3;
  }
  const returning = parseReturning(p);
  p.leave();
  p.expect(')');
  let withinGroup: OrderByClause | undefined;
  if (p.eatAll('WITHIN', 'GROUP', '(')) {
    withinGroup = parseOrderBy(p);
    p.expect(')');
  }
  const over = p.at('OVER') ? parseOver(p) : undefined;
  return { kind: 'JsonConstructor', start, end: p.end, function: name, entries, nulls, returning, withinGroup, over };
}

function startsNulls(p: Parser): boolean {
  return p.atAny('NULL', 'ABSENT') && p.term(1) === 'ON' && p.term(2) === 'NULL';
}

function parseEntry(p: Parser, keyed: boolean): JsonEntry {
  const { start } = p;
  const first = parseScalar(p);
  if (!keyed) return { kind: 'JsonEntry', start, end: p.end, value: first };
  p.expect(':');
  const value = parseScalar(p);
  return { kind: 'JsonEntry', start, end: p.end, key: first, value };
}
