import type { ColumnReference } from '../../ast/expressions.js';
import type { Identifier } from '../../ast/names.js';
import type { PivotedTable, TableReference, UnpivotedTable } from '../../ast/tables.js';
import { parseColumnName } from '../expressions/parse-full-text.js';
import { parseFunctionCall } from '../expressions/parse-function-call.js';
import { parseIdentifier, parseObjectName } from '../parse-names.js';
import type { Parser } from '../parser.js';
import { parseTableAlias } from './parse-table-alias.js';

/** The PIVOTs and UNPIVOTs behind a table. */
export function parsePivots(p: Parser, table: TableReference): TableReference {
  let result = table;
  while (p.atAny('PIVOT', 'UNPIVOT')) result = p.at('PIVOT') ? parsePivot(p, result) : parseUnpivot(p, result);
  return result;
}

/** `PIVOT (SUM(x) FOR c IN ([a], [b])) AS t` */
function parsePivot(p: Parser, table: TableReference): PivotedTable {
  p.expectAll('PIVOT', '(');
  const aggregate = parseFunctionCall(p, parseObjectName(p));
  p.expect('FOR');
  const pivotColumn = parseColumnName(p);
  p.expectAll('IN', '(');
  const values: Identifier[] = [];
  do values.push(parseIdentifier(p));
  while (p.eat(','));
  p.expectAll(')', ')');
  const alias = parseTableAlias(p);
  return { kind: 'PivotedTable', start: table.start, end: p.end, table, aggregate, pivotColumn, values, ...alias };
}

/** `UNPIVOT (v FOR c IN (a, b)) AS t` */
function parseUnpivot(p: Parser, table: TableReference): UnpivotedTable {
  p.expectAll('UNPIVOT', '(');
  const valueColumn = parseIdentifier(p);
  p.expect('FOR');
  const pivotColumn = parseIdentifier(p);
  p.expectAll('IN', '(');
  const sources: ColumnReference[] = [];
  do sources.push(parseColumnName(p));
  while (p.eat(','));
  p.expectAll(')', ')');
  const alias = parseTableAlias(p);
  return { kind: 'UnpivotedTable', start: table.start, end: p.end, table, valueColumn, pivotColumn, sources, ...alias };
}
