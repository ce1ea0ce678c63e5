import { expect, it } from 'vitest';
import { nothing } from '../executor/execute-object.js';
import type { ObjectExecution } from '../executor/object-execution.js';
import type { TestOutcome } from '../tester/test-outcome.js';
import { withdrawals } from './withdrawals.js';

const line = (model: string): ObjectExecution['trace'][number] =>
  ({ state: 'converted', models: [model] }) as unknown as ObjectExecution['trace'][number];

function execution(id: string, models: readonly string[], made: string): ObjectExecution {
  const specs = models.map((name) => ({ name, layer: 'marts' })) as unknown as ObjectExecution['models'];
  return { ...nothing(id), models: specs, trace: [line(made)] };
}

it('takes out what failed, and the procedures whose work stands in it', () => {
  const outcome = {
    models: [
      { name: 'hub', status: 'failed', message: 'Runtime Error in model hub\n  no memory' },
      { name: 'link', status: 'skipped' },
      { name: 'day', status: 'built' },
    ],
  } as unknown as TestOutcome;
  const found = withdrawals(outcome, [
    execution('dbo.FillHub', ['hub'], 'hub'),
    execution('dbo.FillHubAgain', [], 'hub'),
    execution('dbo.FillLink', ['link'], 'link'),
    execution('dbo.FillDay', ['day'], 'day'),
    execution('dbo.FillDayAgain', [], 'day'),
  ]);
  expect(found.map(({ id, diagnostics }) => [id, diagnostics[0]?.code])).toEqual([
    ['dbo.FillHub', 'test-model-failed'],
    ['dbo.FillLink', 'test-model-skipped'],
    ['dbo.FillHubAgain', 'plan-owner-refused'],
  ]);
});
