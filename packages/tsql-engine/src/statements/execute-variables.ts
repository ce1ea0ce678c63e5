import type { Bound } from '@datamigrate/tsql-binder';
import { sqlError } from '../errors/sql-error.js';
import { evaluate } from '../expressions/evaluate.js';
import { environmentOf, type Run } from './run.js';

/** Without a value a declaration that is passed again, in a loop, leaves the variable as it is. */
export function executeDeclareVariable(run: Run, statement: Bound.BoundDeclareVariable): void {
  for (const { name, type, value } of statement.declarations) {
    const known = run.frame.variable(name);
    if (!value) {
      if (!known) run.frame.declare(name, type, null);
      continue;
    }
    run.frame.declare(name, type, null);
    const variable = run.frame.variable(name);
    if (variable) variable.value = evaluate(environmentOf(run), value);
    run.session.rowCount = 1n;
  }
}

export function executeSetVariable(run: Run, statement: Bound.BoundSetVariable): void {
  const value = evaluate(environmentOf(run), statement.value);
  const variable = run.frame.variable(statement.variable.name);
  if (!variable) throw sqlError(137, statement.variable.name);
  variable.value = value;
  run.session.rowCount = 1n;
}
