import { ok } from '@datamigrate/foundation';
import { onceFinished } from '../../run/finished-step.js';
import { repairFile } from '../../run/run-files.js';
import { repairOutcomeSchema } from '../outcome-schemas.js';
import type { GraphValues } from '../run-state-channels.js';
import { guarded, type Steering } from '../steering.js';
import { testOutcome } from './test-project.js';

/** More rounds have never been seen to help: a rule that did not repair a model twice does not repair it at all. */
export const MAX_REPAIR_ROUNDS = 3;

/** One round of repairs for what the last test found. */
export async function repairProject(steering: Steering, { round }: GraphValues): Promise<Partial<GraphValues>> {
  const { cores, context, folder, run, tell } = steering;
  const { plan, fingerprint } = await steering.plan();
  const { failures } = await testOutcome(steering, round);
  const step = { name: repairFile(round + 1), inputs: fingerprint, outcome: repairOutcomeSchema };
  const outcome = await guarded(steering, 'rebuilder', () =>
    onceFinished(folder.state, step, tell, async () => {
      await run.setStage('rebuilder', 'running');
      const count = failures.length === 1 ? '1 failure' : `${failures.length} failures`;
      context.emit({ kind: 'stage', agent: 'rebuilder', text: `works on ${count}` });
      const made = await cores.repair(context, plan, failures, round + 1);
      if (made.text !== '') context.emit({ kind: 'note', level: 'info', text: made.text });
      return ok(made);
    }),
  );
  await run.setStage('rebuilder', 'done');
  if (!outcome.ok) throw outcome.error;
  return { round: round + 1, repaired: outcome.value.changed };
}
