import { type BranchObserver, Connection, type Database, type ExecutionResult } from '@datamigrate/tsql-engine';

/** Runs a text and takes back what it writes. */
export function trialCall(database: Database, sql: string, branches?: BranchObserver): ExecutionResult {
  const connection = new Connection(database, branches ? { branches } : {});
  database.startSpending();
  const result = connection.execute(`BEGIN TRANSACTION; ${sql}`);
  connection.close();
  return result;
}
