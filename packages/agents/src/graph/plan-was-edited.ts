import { readPlan, readPlanned } from '../run/plan-file.js';
import type { RunFolder } from '../run/run-folder.js';
import { settlePlan } from './steering.js';

/**
 * Whether the plan file of a finished run says something else than what its objects were compared by. A plan that cannot be
 * read counts as edited: resuming says what is wrong with it.
 */
export async function planWasEdited({ state, objects }: RunFolder): Promise<boolean> {
  const planned = await readPlanned(state);
  if (!planned.ok || !planned.value) return false;
  const plan = await readPlan(state, planned.value, () => {});
  if (!plan.ok) return true;
  const { ids, fingerprint, objectFingerprints } = settlePlan(plan.value);
  for (const id of ids) {
    const compared = await objects.read(id, 'evaluator');
    if (compared.ok && compared.value?.inputs === fingerprint) continue;
    const failed = await objects.read(id, 'executor-failed');
    if (failed.ok && failed.value?.inputs === objectFingerprints.get(id)) continue;
    const stopped = await objects.read(id, 'evaluator-failed');
    if (stopped.ok && stopped.value?.inputs === fingerprint) continue;
    return true;
  }
  return false;
}
