import { Database, type DatabaseOptions } from '../database/database.js';
import { type ExecutionResult, executeSql } from '../exec/execute-sql.js';

/** Runs a text on an empty database; throws when the engine refuses it. */
export function run(sql: string, options: DatabaseOptions = {}): ExecutionResult {
  const result = executeSql(new Database(options), sql);
  if (result.refusal) throw new Error(`refused: ${result.refusal.construct}`);
  return result;
}

/** The rows of the last result set; throws when there was an error. */
export function rows(sql: string, options: DatabaseOptions = {}): readonly (readonly (string | null)[])[] {
  const result = run(sql, options);
  if (result.error) throw new Error(`${result.error.number}: ${result.error.message}`);
  return result.resultSets[result.resultSets.length - 1]?.rows ?? [];
}

/** The only value of a query. */
export function value(expression: string, options: DatabaseOptions = {}): string | null | undefined {
  return rows(`SELECT ${expression}`, options)[0]?.[0];
}

/** The number of the error that a text ends with. */
export function errorOf(sql: string): number | undefined {
  return run(sql).error?.number;
}
