import { assertUnreachable } from '@datamigrate/foundation';
import type { Bound } from '@datamigrate/tsql-binder';
import { bindFailure } from '../errors/bind-errors.js';
import { Interrupted, SqlError } from '../errors/sql-error.js';
import { isTrue } from '../predicates/evaluate-predicate.js';
import { declareAhead } from './declare-ahead.js';
import { executeCursor } from './execute-cursor.js';
import { executeDefinition } from './execute-definition.js';
import { executeDelete } from './execute-delete.js';
import { executePrint, executeRaiserror, executeThrow } from './execute-errors.js';
import { executeExecute } from './execute-execute.js';
import { executeInsert } from './execute-insert.js';
import { executeMerge } from './execute-merge.js';
import { executeReturn } from './execute-return.js';
import { executeSelectInto, executeSelectStatement, executeSelectVariables } from './execute-select-statement.js';
import { executeSetting } from './execute-setting.js';
import { executeTemporaryTable } from './execute-temporary-table.js';
import { executeTransaction } from './execute-transaction.js';
import { executeTruncate } from './execute-truncate.js';
import { executeTryCatch } from './execute-try-catch.js';
import { executeUpdate } from './execute-update.js';
import { executeDeclareVariable, executeSetVariable } from './execute-variables.js';
import { executeWaitfor } from './execute-waitfor.js';
import { environmentOf, type Flow, type Run } from './run.js';

/** The statements of a module. */
export function executeBody(run: Run, statements: readonly Bound.BoundStatement[]): Flow | undefined {
  declareAhead(run.frame, statements);
  return executeStatements(run, statements);
}

/** Statements one after the other; GOTO finds its label among them or in the lists around. */
export function executeStatements(run: Run, statements: readonly Bound.BoundStatement[]): Flow | undefined {
  for (let i = 0; i < statements.length; i++) {
    const flow = executeStatement(run, statements[i] as Bound.BoundStatement);
    if (!flow) continue;
    if (flow.kind !== 'goto') return flow;
    const wanted = flow.label.toLowerCase();
    const at = statements.findIndex((other) => other.kind === 'label' && other.name.toLowerCase() === wanted);
    if (at < 0) return flow;
    i = at;
  }
  return undefined;
}

/**
 * One statement. An error takes back what the statement has done; outside of TRY the next statement follows unless the
 * error is one that ends the batch.
 */
export function executeStatement(run: Run, statement: Bound.BoundStatement): Flow | undefined {
  const { session, frame } = run;
  const mark = session.logMark;
  session.countStatement();
  session.statementCache.clear();
  session.maxRecursion = statement.maxRecursion ?? 100;
  try {
    if (!statement.valid) throw bindFailure(run.diagnostics, statement.span);
    const flow = dispatch(run, statement);
    if (!COMPOUND.has(statement.kind)) session.lastError = 0;
    if (counts(statement)) session.counted();
    session.settle();
    return flow;
  } catch (error) {
    if (error instanceof Interrupted) session.undoTo(Math.min(mark, session.logMark));
    if (!(error instanceof SqlError)) throw error;
    if (error.line === 0) {
      error.line = frame.lineOf(statement.span.start);
      error.procedure = frame.procedure;
      frame.highestSeverity = Math.max(frame.highestSeverity, error.severity);
    }
    if (!COMPOUND.has(statement.kind)) session.undoTo(Math.min(mark, session.logMark));
    session.lastError = error.number;
    session.rowCount = 0n;
    if (session.tryDepth > 0 || session.endsBatch(error)) throw error;
    session.report(error);
    session.counted(true);
    session.settle();
    return undefined;
  }
}

/** A client is told how many rows these were about. */
const COUNTED: ReadonlySet<Bound.BoundStatement['kind']> = new Set([
  'select',
  'select-into',
  'insert',
  'update',
  'delete',
  'merge',
]);

function counts(statement: Bound.BoundStatement): boolean {
  return COUNTED.has(statement.kind) || (statement.kind === 'fetch-cursor' && !statement.into);
}

/** These pass on what happens inside them. */
const COMPOUND: ReadonlySet<Bound.BoundStatement['kind']> = new Set([
  'if',
  'while',
  'block',
  'try-catch',
  'execute-procedure',
  'execute-text',
  'execute-variable',
  'label',
  'rollback-transaction',
]);

function dispatch(run: Run, statement: Bound.BoundStatement): Flow | undefined {
  const { session } = run;
  switch (statement.kind) {
    case 'select':
      executeSelectStatement(run, statement);
      return undefined;
    case 'select-variables':
      executeSelectVariables(run, statement);
      return undefined;
    case 'select-into':
      executeSelectInto(run, statement);
      return undefined;
    case 'insert':
      executeInsert(run, statement);
      return undefined;
    case 'update':
      executeUpdate(run, statement);
      return undefined;
    case 'delete':
      executeDelete(run, statement);
      return undefined;
    case 'merge':
      executeMerge(run, statement);
      return undefined;
    case 'truncate-table':
      executeTruncate(run, statement);
      return undefined;
    case 'declare-variable':
      executeDeclareVariable(run, statement);
      return undefined;
    case 'set-variable':
      executeSetVariable(run, statement);
      return undefined;
    case 'declare-table-variable':
    case 'create-table':
    case 'alter-table':
    case 'create-index':
    case 'drop-table':
      executeTemporaryTable(run, statement);
      return undefined;
    case 'set-option':
    case 'set-option-value':
    case 'set-identity-insert':
      executeSetting(run, statement);
      session.rowCount = 0n;
      return undefined;
    case 'block':
      return executeStatements(run, statement.statements);
    case 'if': {
      const holds = isTrue(environmentOf(run), statement.condition);
      session.rowCount = 0n;
      session.branches?.reached(statement, holds ? 'then' : 'else');
      return executeStatements(run, (holds ? statement.then : statement.otherwise) ?? []);
    }
    case 'while':
      return executeWhile(run, statement);
    case 'break':
    case 'continue':
      return { kind: statement.kind };
    case 'return':
      return executeReturn(run, statement);
    case 'goto':
      return { kind: 'goto', label: statement.label };
    case 'label':
      return undefined;
    case 'try-catch':
      return executeTryCatch(run, statement);
    case 'throw':
      return executeThrow(run, statement);
    case 'raiserror':
      executeRaiserror(run, statement);
      return undefined;
    case 'print':
      executePrint(run, statement);
      return undefined;
    case 'begin-transaction':
    case 'commit-transaction':
    case 'rollback-transaction':
    case 'save-transaction':
      executeTransaction(run, statement);
      return undefined;
    case 'execute-procedure':
    case 'execute-text':
    case 'execute-variable':
      executeExecute(run, statement);
      return undefined;
    case 'declare-cursor':
    case 'set-cursor':
    case 'open-cursor':
    case 'fetch-cursor':
    case 'close-cursor':
    case 'deallocate-cursor':
      executeCursor(run, statement);
      return undefined;
    case 'waitfor':
      executeWaitfor(run, statement);
      return undefined;
    case 'unbound':
      executeDefinition(run, statement.node);
      session.rowCount = 0n;
      return undefined;
    default:
      return assertUnreachable(statement);
  }
}

function executeWhile(run: Run, statement: Bound.BoundWhile): Flow | undefined {
  while (isTrue(environmentOf(run), statement.condition)) {
    run.session.countStatement();
    run.session.branches?.reached(statement, 'body');
    run.session.rowCount = 0n;
    const flow = executeStatements(run, statement.body);
    if (flow?.kind === 'break') break;
    if (flow && flow.kind !== 'continue') return flow;
  }
  return undefined;
}
