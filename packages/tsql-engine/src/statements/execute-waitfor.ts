import type { Bound } from '@datamigrate/tsql-binder';
import { evaluate } from '../expressions/evaluate.js';
import { convertValue } from '../values/convert.js';
import { environmentOf, type Run } from './run.js';

const TIME = { name: 'time', scale: 3 } as const;

/** Time does not pass in here. Whoever observes the session is told how long SQL Server would have waited. */
export function executeWaitfor(run: Run, statement: Bound.BoundWaitfor): void {
  const { session } = run;
  if (!session.observer || statement.type === 'TIME') return;
  const { value } = statement;
  const delay = convertValue(evaluate(environmentOf(run), value), value.type, TIME, { format: session.settings });
  if (typeof delay === 'bigint') session.observer({ kind: 'wait', milliseconds: Number(delay / 10_000n) });
}
