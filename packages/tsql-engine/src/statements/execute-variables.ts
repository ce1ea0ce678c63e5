import type { Bound } from '@datamigrate/tsql-binder';
import { sqlError } from '../errors/sql-error.js';
import { evaluate } from '../expressions/evaluate.js';
import { environmentOf, type Run } from './run.js';

/** The variables are there already: what is left to do is to give them their values. */
export function executeDeclareVariable(run: Run, statement: Bound.BoundDeclareVariable): void {
  for (const { name, value } of statement.declarations) {
    const variable = run.frame.variable(name);
    if (!value || !variable) continue;
    variable.value = evaluate(environmentOf(run), value);
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
