import { objectKey } from '@datamigrate/catalog';
import { type Bound, containsAggregate, operandsOf, predicateOperands } from '@datamigrate/tsql-binder';
import { type BodyOf, calledBody } from './called-body.js';
import { onlyDefines } from './only-defines.js';
import { mentionsVariable } from './program/mentions.js';
import { visitOnce } from './program/rewrite-tree.js';
import { statementsIn } from './statements-in.js';

/**
 * Whether a procedure serves an application and not a warehouse: everything it writes is single rows that come from its
 * parameters. Or it serves the administration of the server: it asks the server's own catalog and writes nothing, or all
 * that it does is make objects. Such a procedure belongs to the system that it serves, whatever becomes of the warehouse.
 */
export function isOperational(body: Bound.BoundBody, bodyOf: BodyOf = () => undefined): boolean {
  const statements = [...statementsIn(body.statements)];
  if (!statements.some((each) => isWrite(each) || mayWrite(each)) && readsSystemViews(body.statements)) return true;
  return onlyDefines(body, bodyOf) || servesApplication(body, bodyOf, new Set());
}

/** `open`: what is called on the way here, which may call itself. */
function servesApplication(body: Bound.BoundBody, bodyOf: BodyOf, open: ReadonlySet<string>): boolean {
  const statements = [...statementsIn(body.statements)];
  const writes = statements.filter(isWrite);
  if (writes.length === 0 || body.parameters.length === 0 || !writes.every(isRowWise)) return false;
  if (statements.some((statement) => WAREHOUSE_KINDS.has(statement.kind))) return false;
  if (statements.some((statement) => countsRows(statement) && isHandedOn(statement, statements))) return false;
  return statements.every(
    (statement) => statement.kind !== 'execute-procedure' || staysWithin(statement, bodyOf, open),
  );
}

/** Whether what is called serves the application too, or only computes values, as that of a new key. */
function staysWithin(call: Bound.BoundExecuteProcedure, bodyOf: BodyOf, open: ReadonlySet<string>): boolean {
  const key = objectKey(call.procedure);
  if (open.has(key)) return true;
  const body = calledBody(call, bodyOf);
  if (!body) return false;
  const inside = [...statementsIn(body.statements)];
  const computes = !inside.some((each) => isWrite(each) || mayWrite(each) || each.kind === 'select');
  return computes || servesApplication(body, bodyOf, new Set([...open, key]));
}

/** Calls and texts may do anything; a table may be made by a query. */
function mayWrite({ kind }: Bound.BoundStatement): boolean {
  return kind === 'select-into' || kind.startsWith('execute-');
}

function readsSystemViews(statements: readonly Bound.BoundStatement[]): boolean {
  let found = false;
  visitOnce(statements, (node) => {
    if (node.kind === 'named-table' && (node as Bound.BoundNamedTable).type === 'system-view') found = true;
  });
  return found;
}

/** Loops over rows and texts: what is written there is more than one row. */
const WAREHOUSE_KINDS: ReadonlySet<Bound.BoundStatement['kind']> = new Set([
  'declare-cursor',
  'set-cursor',
  'while',
  'execute-text',
]);

/** Variables that hold totals of rows, as a load takes them. */
function countsRows(statement: Bound.BoundStatement): statement is Bound.BoundSelectVariables {
  if (statement.kind !== 'select-variables' || statement.query.kind !== 'select') return false;
  return (
    statement.query.groupBy !== undefined &&
    statement.query.select.some(({ expression }) => containsAggregate(expression) && !isSingleValue(expression))
  );
}

/** Whether a total goes anywhere but into conditions, as that of `IF @rows = 0` does. */
function isHandedOn({ variables }: Bound.BoundSelectVariables, statements: readonly Bound.BoundStatement[]): boolean {
  return statements
    .filter(({ kind }) => !ENCLOSING.has(kind))
    .some((statement) => variables.some(({ name }) => mentionsVariable(statement, name.toLowerCase())));
}

const ENCLOSING: ReadonlySet<Bound.BoundStatement['kind']> = new Set(['if', 'block', 'try-catch']);

/** MAX and MIN of one row's key are how applications look for the next number. */
function isSingleValue(expression: Bound.BoundExpression): boolean {
  return expression.kind === 'aggregate' && (expression.function === 'MAX' || expression.function === 'MIN');
}

type Write = Bound.BoundInsert | Bound.BoundUpdate | Bound.BoundDelete | Bound.BoundMerge | Bound.BoundTruncate;

function isWrite(statement: Bound.BoundStatement): statement is Write {
  switch (statement.kind) {
    case 'insert':
      return statement.target.kind === 'table';
    case 'truncate-table':
      return statement.target.kind === 'table';
    case 'update':
    case 'delete':
    case 'merge':
      return statement.target.table.kind === 'table';
    default:
      return false;
  }
}

function isRowWise(write: Write): boolean {
  switch (write.kind) {
    case 'insert':
      return write.source.kind === 'values' || (write.source.kind === 'query' && isForOne(write.source.query));
    case 'update':
    case 'delete':
      return write.from.length === 1 && write.where !== undefined && comparesWithVariable(write.where);
    default:
      return false;
  }
}

/** A query of one row by key, or of no table at all. */
function isForOne(query: Bound.BoundQuery): boolean {
  if (query.kind !== 'select') return false;
  return query.from.length === 0;
}

/** One of the conditions that all must hold is `column = @variable`, or looks for a text that the caller gives. */
function comparesWithVariable(predicate: Bound.BoundPredicate): boolean {
  if (predicate.kind === 'logical')
    return predicate.operator === 'AND' && predicate.operands.some(comparesWithVariable);
  if (predicate.kind === 'like') return !predicate.negated && holdsVariable(predicate.pattern);
  if (predicate.kind !== 'comparison' || predicate.operator !== '=') return false;
  return predicateOperands(predicate).some(isVariable);
}

function isVariable(expression: Bound.BoundExpression): boolean {
  return expression.kind === 'variable' || (expression.kind === 'cast' && operandsOf(expression).some(isVariable));
}

/** `'%' + @text + '%'` */
function holdsVariable(expression: Bound.BoundExpression): boolean {
  return expression.kind === 'variable' || operandsOf(expression).some(holdsVariable);
}
