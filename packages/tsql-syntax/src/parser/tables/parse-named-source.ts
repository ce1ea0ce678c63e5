import type { Expression } from '../../ast/expressions.js';
import type { NamedTable, TableReference, TableSample, TemporalClause } from '../../ast/tables.js';
import { parseScalar } from '../expressions/parse-expression.js';
import { parseFunctionCall } from '../expressions/parse-function-call.js';
import { parseMethodChain } from '../expressions/parse-method-chain.js';
import { parsePrimary } from '../expressions/parse-primary.js';
import { parseObjectName } from '../parse-names.js';
import type { Parser } from '../parser.js';
import { parseJsonColumns } from './parse-json-columns.js';
import { parseAlias, parseTableAlias } from './parse-table-alias.js';
import { parseTableHints, parseTrailingHints, startsOldStyleHints } from './parse-table-hints.js';

/** A table, view or synonym by name, or a function call. */
export function parseNamedSource(p: Parser): TableReference {
  const { start } = p;
  const name = parseObjectName(p);
  if (p.at('(') && !startsOldStyleHints(p)) {
    const call = parseMethodChain(p, parseFunctionCall(p, name));
    if (call.kind === 'MethodCall') {
      return { kind: 'MethodTable', start, call, ...parseTableAlias(p), end: p.end };
    }
    if (call.kind !== 'FunctionCall') p.fail('a table function');
    const schema = p.at('WITH') && p.term(1) === '(' ? parseJsonColumns(p) : undefined;
    const alias = parseTableAlias(p);
    return { kind: 'FunctionTable', start, end: p.end, call, ...alias, schema };
  }
  let temporal = startsTemporal(p) ? parseTemporal(p) : undefined;
  const forPath = p.eatAll('FOR', 'PATH') || undefined;
  let hints = startsOldStyleHints(p) ? parseTableHints(p) : [];
  let sample = p.at('TABLESAMPLE') ? parseSample(p) : undefined;
  const alias = parseAlias(p);
  temporal ??= startsTemporal(p) ? parseTemporal(p) : undefined;
  sample ??= p.at('TABLESAMPLE') ? parseSample(p) : undefined;
  if (hints.length === 0) hints = parseTrailingHints(p, alias !== undefined);
  const table: NamedTable = { kind: 'NamedTable', start, end: p.end, name, alias, temporal, sample, hints, forPath };
  return table;
}

function startsTemporal(p: Parser): boolean {
  return p.at('FOR') && (p.term(1) === 'SYSTEM_TIME' || p.term(1) === 'TIMESTAMP');
}

/** `FOR SYSTEM_TIME AS OF x`, `FROM a TO b`, `BETWEEN a AND b`, `CONTAINED IN (a, b)`, `ALL` */
function parseTemporal(p: Parser): TemporalClause {
  const { start } = p;
  p.expect('FOR');
  if (p.eat('TIMESTAMP')) {
    p.expectAll('AS', 'OF');
    const from = parsePrimary(p);
    return { kind: 'TemporalClause', start, end: p.end, type: 'TIMESTAMP AS OF', from };
  }
  p.expect('SYSTEM_TIME');
  if (p.eat('ALL')) return { kind: 'TemporalClause', start, end: p.end, type: 'ALL' };
  if (p.eat('AS')) {
    p.expect('OF');
    const from = parsePrimary(p);
    return { kind: 'TemporalClause', start, end: p.end, type: 'AS OF', from };
  }
  if (p.eat('FROM')) {
    const from = parsePrimary(p);
    p.expect('TO');
    const to = parsePrimary(p);
    return { kind: 'TemporalClause', start, end: p.end, type: 'FROM TO', from, to };
  }
  if (p.eat('BETWEEN')) {
    const from = parsePrimary(p);
    p.expect('AND');
    const to = parsePrimary(p);
    return { kind: 'TemporalClause', start, end: p.end, type: 'BETWEEN', from, to };
  }
  p.expectAll('CONTAINED', 'IN', '(');
  const from = parsePrimary(p);
  p.expect(',');
  const to = parsePrimary(p);
  p.expect(')');
  return { kind: 'TemporalClause', start, end: p.end, type: 'CONTAINED IN', from, to };
}

/** `TABLESAMPLE [SYSTEM] (n [PERCENT | ROWS]) [REPEATABLE (seed)]` */
function parseSample(p: Parser): TableSample {
  const { start } = p;
  p.expect('TABLESAMPLE');
  const system = p.eat('SYSTEM');
  p.expect('(');
  const size = parseScalar(p);
  const unit = p.atAny('PERCENT', 'ROWS') ? p.oneOf('PERCENT', 'ROWS') : undefined;
  p.expect(')');
  let repeatable: Expression | undefined;
  if (p.eat('REPEATABLE')) {
    p.expect('(');
    repeatable = parseScalar(p);
    p.expect(')');
  }
  return { kind: 'TableSample', start, end: p.end, system, size, unit, repeatable };
}
