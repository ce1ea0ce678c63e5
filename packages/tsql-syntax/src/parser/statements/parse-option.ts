import { closestName } from '@datamigrate/foundation';
import type { StringLiteral } from '../../ast/literals.js';
import type { OptimizeForVariable, OptionClause, QueryHint, TableHint } from '../../ast/queries.js';
import { TokenKind } from '../../lexer/token-kind.js';
import { parseScalar } from '../expressions/parse-expression.js';
import { parseStringLiteral } from '../expressions/parse-string-literal.js';
import { parseObjectName, parseVariable } from '../parse-names.js';
import type { Parser } from '../parser.js';
import { parseHint } from '../tables/parse-table-hints.js';
import { formOfHint, HINT_NAMES } from './query-hints.js';

/** `OPTION (hint, …)`. learn.microsoft.com/sql/t-sql/queries/hints-transact-sql-query */
export function parseOption(p: Parser): OptionClause {
  const { start } = p;
  p.expect('OPTION');
  p.expect('(');
  const hints: QueryHint[] = [];
  do hints.push(parseQueryHint(p));
  while (p.eat(','));
  p.expect(')');
  return { kind: 'OptionClause', start, end: p.end, hints };
}

function parseQueryHint(p: Parser): QueryHint {
  const { start } = p;
  if (p.eatAll('OPTIMIZE', 'FOR')) return parseOptimizeFor(p, start);
  if (p.eatAll('USE', 'HINT')) {
    const names: StringLiteral[] = [];
    p.expect('(');
    do names.push(parseStringLiteral(p));
    while (p.eat(','));
    p.expect(')');
    return { kind: 'QueryHint', start, end: p.end, name: 'USE HINT', names };
  }
  if (p.eatAll('TABLE', 'HINT')) return parseTableHintOf(p, start);
  if (p.eatAll('FOR', 'TIMESTAMP', 'AS', 'OF')) {
    const value = parseScalar(p);
    return { kind: 'QueryHint', start, end: p.end, name: 'FOR TIMESTAMP AS OF', value };
  }
  const name = wordsOfHint(p);
  const form = formOfHint(name);
  if (form === undefined) {
    const close = closestName(name, HINT_NAMES);
    p.fail('a query hint', close === undefined ? '' : `Did you mean ${close}?`);
  }
  p.pos += name.split(' ').length;
  if (form === 'assigned') p.expect('=');
  const value = form === 'alone' ? undefined : parseScalar(p);
  return { kind: 'QueryHint', start, end: p.end, name, value };
}

/** All words that follow one another here; none of them is consumed. */
function wordsOfHint(p: Parser): string {
  const words: string[] = [];
  const { pos } = p;
  for (; p.kind() === TokenKind.Word; p.pos++) words.push(p.tokenText.toUpperCase());
  p.pos = pos;
  return words.join(' ');
}

function parseOptimizeFor(p: Parser, start: number): QueryHint {
  if (p.eat('UNKNOWN')) return { kind: 'QueryHint', start, end: p.end, name: 'OPTIMIZE FOR UNKNOWN' };
  const variables: OptimizeForVariable[] = [];
  p.expect('(');
  do {
    const variable = parseVariable(p);
    const known = !p.eat('UNKNOWN');
    if (known) p.expect('=');
    const value = known ? parseScalar(p) : undefined;
    variables.push({ kind: 'OptimizeForVariable', start: variable.start, end: p.end, variable, value });
  } while (p.eat(','));
  p.expect(')');
  return { kind: 'QueryHint', start, end: p.end, name: 'OPTIMIZE FOR', variables };
}

function parseTableHintOf(p: Parser, start: number): QueryHint {
  p.expect('(');
  const table = parseObjectName(p);
  const tableHints: TableHint[] = [];
  while (p.eat(',')) tableHints.push(parseHint(p));
  p.expect(')');
  return { kind: 'QueryHint', start, end: p.end, name: 'TABLE HINT', table, tableHints };
}
