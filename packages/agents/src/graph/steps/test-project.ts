import { ok } from '@datamigrate/foundation';
import { onceFinished } from '../../run/finished-step.js';
import { testFile } from '../../run/run-files.js';
import type { TestOutcome } from '../agent-cores.js';
import { testOutcomeSchema } from '../outcome-schemas.js';
import type { GraphValues } from '../run-state-channels.js';
import { guarded, type Steering } from '../steering.js';

/**
 * Tests the whole project at once. Not object by object: a dbt process costs seconds before it looks at the first model,
 * and it runs independent models side by side, so one process a wave is cheaper than one process an object by far.
 */
export async function testProject(steering: Steering, { round }: GraphValues): Promise<Partial<GraphValues>> {
  const { failures } = await testOutcome(steering, round);
  return { failing: failures.length > 0, cursor: 0 };
}

export async function testOutcome(steering: Steering, round: number): Promise<TestOutcome> {
  const { cores, context, folder, run, tell } = steering;
  const { plan, fingerprint } = await steering.plan();
  const step = { name: testFile(round), inputs: fingerprint, outcome: testOutcomeSchema };
  const outcome = await guarded(steering, 'tester', () =>
    onceFinished(folder.state, step, tell, async () => {
      await run.setStage('tester', 'running');
      const text = round === 0 ? 'runs and tests the project' : `runs and tests the project again (repair ${round})`;
      context.emit({ kind: 'stage', agent: 'tester', text });
      const made = await cores.test(context, plan, round);
      if (made.text !== '') context.emit({ kind: 'note', level: 'info', text: made.text });
      return ok(made);
    }),
  );
  await run.setStage('tester', 'done');
  if (!outcome.ok) throw outcome.error;
  return outcome.value;
}
