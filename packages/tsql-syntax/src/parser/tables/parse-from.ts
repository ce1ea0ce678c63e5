import type { FromClause } from '../../ast/queries.js';
import type { TableReference } from '../../ast/tables.js';
import type { Parser } from '../parser.js';
import { parseTableReference } from './parse-table-reference.js';

export function parseFrom(p: Parser): FromClause {
  const { start } = p;
  p.expect('FROM');
  const tables: TableReference[] = [];
  do tables.push(parseTableReference(p));
  while (p.eat(','));
  return { kind: 'FromClause', start, end: p.end, tables };
}
