import type { Bound } from '@datamigrate/tsql-binder';
import type { Condition } from '../program/conditions.js';
import { integer } from '../program/conditions.js';
import type { Program } from '../program/program.js';
import { assign } from './assign.js';

/** Procedures of SQL Server itself that change no rows and return no result, and why; by name in lower case. */
const WITHOUT_ROWS: ReadonlyMap<string, string> = new Map([
  // learn.microsoft.com/sql/relational-databases/system-stored-procedures/sp-getapplock-transact-sql
  ['sp_getapplock', 'a lock keeps other runs out and changes no rows: a model is built once at a time'],
  ['sp_releaseapplock', 'a lock keeps other runs out and changes no rows: a model is built once at a time'],
  ['sp_updatestats', 'it keeps indexes and statistics in shape and changes no rows'],
  ['sp_recompile', 'it only has plans made anew'],
  ['sp_refreshview', 'it only reads the columns of a view anew'],
]);

/**
 * Why a call of SQL Server's own procedure is absorbed; undefined for others. What it returns is that it has succeeded: a
 * lock is granted where nobody else holds it.
 */
export function runSystemCall(
  program: Program,
  { found, procedure, status, arguments: given, span }: Bound.BoundExecuteProcedure,
  condition: Condition,
): string | undefined {
  const reason = found === 'system' ? WITHOUT_ROWS.get(procedure.name.toLowerCase()) : undefined;
  if (reason === undefined || given.some(({ output }) => output)) return undefined;
  if (status) assign(program, status.name, integer(0, span), condition);
  program.tell(0, span);
  return reason;
}
