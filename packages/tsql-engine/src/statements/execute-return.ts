import type { Bound } from '@datamigrate/tsql-binder';
import { evaluate } from '../expressions/evaluate.js';
import { environmentOf, type Flow, type Run } from './run.js';

export function executeReturn(run: Run, statement: Bound.BoundReturn): Flow {
  const value = statement.value ? evaluate(environmentOf(run), statement.value) : null;
  run.session.rowCount = 0n;
  return { kind: 'return', value };
}
