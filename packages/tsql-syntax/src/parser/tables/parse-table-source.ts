import type { Expression } from '../../ast/expressions.js';
import type { DataModificationTable, DerivedTable, InlineTable, RowValue, TableReference } from '../../ast/tables.js';
import { TokenKind } from '../../lexer/token-kind.js';
import { parseScalarOrDefault } from '../expressions/parse-expression.js';
import { parseArguments, parseMethodChain } from '../expressions/parse-method-chain.js';
import { parseIdentifier, parseVariable } from '../parse-names.js';
import type { Parser } from '../parser.js';
import { parseQueryExpression, parseQueryRest, startsQuery } from '../queries/parse-query-expression.js';
import { parseDataModification, startsDataModification } from '../statements/parse-data-modification.js';
import { parseNamedSource } from './parse-named-source.js';
import { parseRowset } from './parse-rowset.js';
import { parseTableAlias } from './parse-table-alias.js';
import { parseTableHints } from './parse-table-hints.js';
import { parseJoins, parseTableOperand, parseTableReference, requireAlias } from './parse-table-reference.js';

/** One member of FROM, without joins and pivots. */
export function parseTableSource(p: Parser): TableReference {
  if (p.at('(')) return parseParenthesized(p);
  if (p.at('{')) return parseOdbcJoin(p);
  if (p.kind() === TokenKind.Variable) return parseVariableSource(p);
  if (p.at('::')) return parseBuiltInFunction(p);
  return parseRowset(p) ?? parseNamedSource(p);
}

/** A derived table, a VALUES table, a data modification, or joins in parentheses. */
function parseParenthesized(p: Parser): TableReference {
  const { start } = p;
  if (p.term(1) === 'VALUES') return parseInlineTable(p);
  p.expect('(');
  p.enter();
  if (startsDataModification(p)) {
    if (!p.feedsInsert) {
      const help = 'Write its OUTPUT INTO a table first, and select from that.';
      p.report('A data modification in FROM is allowed only in the SELECT that feeds an INSERT.', p.tokenSpan(), help);
    }
    const statement = parseDataModification(p);
    p.leave();
    p.expect(')');
    const alias = parseTableAlias(p);
    const table: DataModificationTable = { kind: 'DataModificationTable', start, end: p.end, statement, ...alias };
    return table;
  }
  const { feedsInsert } = p;
  p.feedsInsert = false;
  if (p.at('SELECT') || startsQuery(p)) {
    const query = parseQueryExpression(p);
    p.leave();
    p.feedsInsert = feedsInsert;
    return closeDerived(p, start, query);
  }
  p.feedsInsert = feedsInsert;
  // `((SELECT …) UNION …)` and `((SELECT …) t JOIN …)` begin alike: what follows the first table tells.
  let table = parseJoins(p, parseTableOperand(p));
  if (isBareQuery(table) && p.atAny('UNION', 'EXCEPT', 'INTERSECT', 'ORDER', ')')) {
    const first = { kind: 'ParenthesizedQuery', start: table.start, end: table.end, query: table.query } as const;
    const query = parseQueryRest(p, first);
    p.leave();
    return closeDerived(p, start, query);
  }
  requireAlias(p, table);
  table = parseJoins(p, table);
  p.leave();
  p.expect(')');
  return { kind: 'ParenthesizedTable', start, end: p.end, table };
}

function isBareQuery(table: TableReference): table is DerivedTable {
  return table.kind === 'DerivedTable' && table.alias === undefined;
}

function closeDerived(p: Parser, start: number, query: DerivedTable['query']): DerivedTable {
  p.expect(')');
  const alias = parseTableAlias(p);
  return { kind: 'DerivedTable', start, end: p.end, query, ...alias };
}

function parseInlineTable(p: Parser): InlineTable {
  const { start } = p;
  p.expect('(');
  p.enter();
  p.expect('VALUES');
  const rows = parseRows(p);
  p.leave();
  p.expect(')');
  const alias = parseTableAlias(p);
  return { kind: 'InlineTable', start, end: p.end, rows, ...alias };
}

/** `(a, b), (c, d)` */
export function parseRows(p: Parser): RowValue[] {
  const rows: RowValue[] = [];
  do rows.push(parseRow(p));
  while (p.eat(','));
  return rows;
}

export function parseRow(p: Parser): RowValue {
  const { start } = p;
  const values: Expression[] = [];
  p.expect('(');
  do values.push(parseScalarOrDefault(p));
  while (p.eat(','));
  p.expect(')');
  return { kind: 'RowValue', start, end: p.end, values };
}

function parseOdbcJoin(p: Parser): TableReference {
  const { start } = p;
  p.expect('{');
  p.expect('OJ');
  const table = parseTableReference(p);
  p.expect('}');
  return { kind: 'OdbcJoinedTable', start, end: p.end, table };
}

/** `@t`, or `@x.nodes(…)` */
function parseVariableSource(p: Parser): TableReference {
  const { start } = p;
  const variable = parseVariable(p);
  if (p.at('.')) {
    const call = parseMethodChain(p, variable);
    if (call.kind !== 'MethodCall') p.fail('a method');
    const alias = parseTableAlias(p);
    return { kind: 'MethodTable', start, end: p.end, call, ...alias };
  }
  const alias = parseTableAlias(p);
  const hints = p.at('WITH') && p.term(1) === '(' ? parseTableHints(p) : undefined;
  return { kind: 'VariableTable', start, end: p.end, variable, ...alias, hints };
}

function parseBuiltInFunction(p: Parser): TableReference {
  const { start } = p;
  p.expect('::');
  const name = parseIdentifier(p);
  const args = parseArguments(p);
  const alias = parseTableAlias(p);
  return { kind: 'BuiltInFunctionTable', start, end: p.end, name, arguments: args, ...alias };
}
