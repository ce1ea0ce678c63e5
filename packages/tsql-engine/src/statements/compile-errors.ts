import type { Bound } from '@datamigrate/tsql-binder';
import { bindFailure } from '../errors/bind-errors.js';
import { SqlError } from '../errors/sql-error.js';
import type { Run } from './run.js';

/**
 * Errors of types and of the number of arguments: SQL Server finds them before it runs anything, so that neither an IF
 * that is never entered nor a TRY around them helps.
 */
const AT_COMPILE_TIME: ReadonlySet<number> = new Set([174, 189, 195, 206, 243, 257, 402, 529, 8116, 8117]);

/** Throws for the first statement, however deep inside others, that such an error keeps from running. */
export function refuseWrongTypes(run: Run, statements: readonly Bound.BoundStatement[]): void {
  for (const statement of statements) {
    if (!statement.valid) {
      const failure = bindFailure(run.diagnostics, statement.span);
      if (failure instanceof SqlError && AT_COMPILE_TIME.has(failure.number)) {
        failure.line = run.frame.lineOf(statement.span.start);
        failure.procedure = run.frame.procedure;
        failure.ending = true;
        throw failure;
      }
    }
    for (const inner of insideOf(statement)) refuseWrongTypes(run, inner);
  }
}

function insideOf(statement: Bound.BoundStatement): (readonly Bound.BoundStatement[])[] {
  switch (statement.kind) {
    case 'block':
      return [statement.statements];
    case 'if':
      return [statement.then, statement.otherwise ?? []];
    case 'while':
      return [statement.body];
    case 'try-catch':
      return [statement.try, statement.catch];
    default:
      return [];
  }
}
