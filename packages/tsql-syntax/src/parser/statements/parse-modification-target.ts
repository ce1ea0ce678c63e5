import type {
  ModificationTarget,
  OutputClause,
  SetClause,
  TargetFunction,
  TargetTable,
  TargetVariable,
} from '../../ast/data-modification.js';
import type { ColumnReference, Expression } from '../../ast/expressions.js';
import type { Variable } from '../../ast/names.js';
import { TokenKind } from '../../lexer/token-kind.js';
import { parseScalar, parseScalarOrDefault } from '../expressions/parse-expression.js';
import { parseColumnName } from '../expressions/parse-full-text.js';
import { parseFunctionCall } from '../expressions/parse-function-call.js';
import { parseNamed } from '../expressions/parse-named.js';
import { startsPseudoColumn } from '../expressions/parse-pseudo-column.js';
import { parseObjectName, parseVariable } from '../parse-names.js';
import type { Parser } from '../parser.js';
import { atAssignment, parseSelectElements, takeAssignment } from '../queries/parse-select-elements.js';
import { parseProviderRowset } from '../tables/parse-open-rowset.js';
import { parseOpenDataSource, parseOpenQuery } from '../tables/parse-rowset.js';
import { parseTableHints, startsOldStyleHints } from '../tables/parse-table-hints.js';

/** The table that INSERT, UPDATE or DELETE writes to. */
export function parseModificationTarget(p: Parser, hasColumns = false): ModificationTarget {
  if (p.at('OPENQUERY')) return parseOpenQuery(p);
  if (p.at('OPENROWSET')) return parseProviderRowset(p);
  if (p.at('OPENDATASOURCE')) return parseOpenDataSource(p);
  const target = parseTargetTable(p);
  return target.kind === 'TargetTable' && startsArguments(p, hasColumns) ? parseTargetFunction(p, target) : target;
}

/** A table function as target. An INSERT's list of columns begins with a name, arguments there cannot. */
function startsArguments(p: Parser, hasColumns: boolean): boolean {
  if (!p.at('(')) return false;
  return (
    !hasColumns ||
    !(
      p.isIdentifierAt(1) ||
      p.term(1) === '.' ||
      p.term(1) === '(' ||
      p.term(1) === 'SELECT' ||
      startsPseudoColumn(p, 1)
    )
  );
}

function parseTargetFunction(p: Parser, target: TargetTable): TargetFunction {
  const call = parseFunctionCall(p, target.name);
  return { kind: 'TargetFunction', start: target.start, end: p.end, call };
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
  do columns.push(parseColumnName(p));
  while (p.eat(','));
  p.expect(')');
  return columns;
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
  const target: Expression = startsPseudoColumn(p, 0) ? parseColumnName(p) : parseNamed(p);
  if (target.kind === 'FunctionCall' || target.kind === 'MethodCall') {
    return { kind: 'MethodSetClause', start, end: p.end, call: target };
  }
  if (target.kind !== 'ColumnReference') p.fail('a column');
  const operator = takeAssignment(p);
  const value = parseScalarOrDefault(p);
  return { kind: 'AssignmentSetClause', start, end: p.end, variable, column: target, operator, value };
}

/** After `@v`, whether `= name =` follows, dots in the name allowed. */
function isColumnAssignment(p: Parser): boolean {
  let ahead = 1;
  if (!p.isIdentifierAt(ahead)) return false;
  ahead++;
  while (p.term(ahead) === '.' && p.isIdentifierAt(ahead + 1)) ahead += 2;
  return atAssignment(p, ahead);
}
