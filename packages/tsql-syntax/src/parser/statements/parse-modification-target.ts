import type { ModificationTarget, OutputClause, SetClause, TargetTable, TargetVariable } from '../../ast/data-modification.js';
import type { ColumnReference, Expression } from '../../ast/expressions.js';
import type { Variable } from '../../ast/names.js';
import { TokenKind } from '../../lexer/token-kind.js';
import { parseScalar } from '../expressions/parse-expression.js';
import { parseColumnName } from '../expressions/parse-full-text.js';
import { parseNamed } from '../expressions/parse-named.js';
import { parsePseudoColumn, startsPseudoColumn } from '../expressions/parse-pseudo-column.js';
import { parseObjectName, parseVariable } from '../parse-names.js';
import type { Parser } from '../parser.js';
import { atAssignment, parseSelectElements, takeAssignment } from '../queries/parse-select-elements.js';
import { parseProviderRowset } from '../tables/parse-open-rowset.js';
import { parseOpenDataSource, parseOpenQuery } from '../tables/parse-rowset.js';
import { parseTableHints, startsOldStyleHints } from '../tables/parse-table-hints.js';

/** The table that INSERT, UPDATE or DELETE writes to. */
export function parseModificationTarget(p: Parser): ModificationTarget {
  if (p.at('OPENQUERY')) return parseOpenQuery(p);
  if (p.at('OPENROWSET')) return parseProviderRowset(p);
  if (p.at('OPENDATASOURCE')) return parseOpenDataSource(p);
  return parseTargetTable(p);
}

export function parseTargetTable(p: Parser): TargetTable | TargetVariable {
  const { start } = p;
  if (p.kind() === TokenKind.Variable) {
    const variable = parseVariable(p);
    return { kind: 'TargetVariable', start, end: p.end, variable };
  }
  const name = parseObjectName(p);
  const hints = (p.at('WITH') && p.term(1) === '(') || startsOldStyleHints(p) ? parseTableHints(p) : [];
  return { kind: 'TargetTable', start, end: p.end, name, hints };
}

/** `(a, b, $identity)` */
export function parseInsertColumns(p: Parser): ColumnReference[] {
  const columns: ColumnReference[] = [];
  p.expect('(');
  do columns.push(parseInsertColumn(p));
  while (p.eat(','));
  p.expect(')');
  return columns;
}

function parseInsertColumn(p: Parser): ColumnReference {
  if (!startsPseudoColumn(p, 0)) return parseColumnName(p);
  const { start } = p;
  const pseudo = parsePseudoColumn(p, start, []);
  const name = pseudo.kind === 'PseudoColumn' ? pseudo.name : '';
  return { kind: 'ColumnReference', start, end: p.end, qualifier: [], column: { kind: 'Identifier', start, end: p.end, name, quote: 'none' } };
}

/** `OUTPUT columns [INTO target [(columns)]]`, at most twice: one into a table, one to the client. */
export function parseOutputs(p: Parser): OutputClause[] {
  const clauses: OutputClause[] = [];
  while (p.at('OUTPUT')) {
    const { start } = p;
    p.expect('OUTPUT');
    const columns = parseSelectElements(p);
    let into: OutputClause['into'];
    let intoColumns: ColumnReference[] | undefined;
    if (p.eat('INTO')) {
      into = parseTargetTable(p);
      if (p.at('(') && p.term(1) !== 'SELECT') intoColumns = parseInsertColumns(p);
    }
    clauses.push({ kind: 'OutputClause', start, end: p.end, columns, into, intoColumns });
  }
  return clauses;
}

export function parseSetClauses(p: Parser): SetClause[] {
  const clauses: SetClause[] = [];
  p.expect('SET');
  do clauses.push(parseSetClause(p));
  while (p.eat(','));
  return clauses;
}

function parseSetClause(p: Parser): SetClause {
  const { start } = p;
  let variable: Variable | undefined;
  let column: ColumnReference | undefined;
  if (p.kind() === TokenKind.Variable) {
    variable = parseVariable(p);
    // `@v = c = x` sets both; `@v = c` alone reads the column.
    if (!(p.at('=') && isColumnAssignment(p))) {
      const operator = takeAssignment(p);
      const value = parseScalar(p);
      return { kind: 'AssignmentSetClause', start, end: p.end, variable, operator, value };
    }
    p.expect('=');
  }
  const target: Expression = startsPseudoColumn(p, 0) ? parseInsertColumn(p) : parseNamed(p);
  if (target.kind === 'FunctionCall' || target.kind === 'MethodCall') {
    return { kind: 'MethodSetClause', start, end: p.end, call: target };
  }
  if (target.kind !== 'ColumnReference') p.fail('a column');
  column = target;
  const operator = takeAssignment(p);
  const value = parseScalar(p);
  return { kind: 'AssignmentSetClause', start, end: p.end, variable, column, operator, value };
}

/** After `@v`, whether `= name =` follows, dots in the name allowed. */
function isColumnAssignment(p: Parser): boolean {
  let ahead = 1;
  if (!p.isIdentifierAt(ahead)) return false;
  ahead++;
  while (p.term(ahead) === '.' && p.isIdentifierAt(ahead + 1)) ahead += 2;
  return atAssignment(p, ahead);
}
