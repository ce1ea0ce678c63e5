import type { Bound } from '@datamigrate/tsql-binder';
import { SqlError } from '../errors/sql-error.js';
import { BATCH_ENDING } from '../session/session.js';
import { executeStatements } from './execute-statement.js';
import type { Flow, Run } from './run.js';

/** An error in TRY runs CATCH; one that would have ended the batch dooms an open transaction. */
export function executeTryCatch(run: Run, statement: Bound.BoundTryCatch): Flow | undefined {
  const { session, frame } = run;
  const { nesting } = session;
  session.tryDepth++;
  try {
    return executeStatements(run, statement.try);
  } catch (error) {
    if (!(error instanceof SqlError)) throw error;
    session.tryDepth--;
    session.nesting = nesting;
    const dooms = session.xactAbort ? error.number !== 50000 || error.ending === true : DOOMING.has(error.number);
    if (session.transactionCount > 0 && dooms) session.doomed = true;
    session.branches?.reached(statement, 'catch');
    session.onCaught?.(error);
    frame.caught.push(error);
    try {
      return executeStatements(run, statement.catch);
    } finally {
      frame.caught.pop();
      session.tryDepth++;
      session.rowCount = 0n;
    }
  } finally {
    session.tryDepth--;
  }
}

const DOOMING: ReadonlySet<number> = new Set([...BATCH_ENDING].filter((number) => number !== 208 && number !== 2812));
