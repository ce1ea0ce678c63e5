import { type BranchObserver, Connection, type Database, type ExecutionResult } from '@datamigrate/tsql-engine';

/** Runs a text and takes back what it writes, and the numbers that it is given for it. */
export function trialCall(database: Database, sql: string, branches?: BranchObserver): ExecutionResult {
  const takeBack = database.rememberNumbers();
  const connection = new Connection(database, branches ? { branches } : {});
  const result = connection.execute(`BEGIN TRANSACTION; ${sql}`);
  connection.close();
  takeBack();
  return result;
}
