import type { Verdict } from '@datamigrate/contracts';
import { readPlanned } from '../run/plan-file.js';
import { evaluationSchema, executionSchema } from './outcome-schemas.js';
import type { SettledPlan, Steering } from './steering.js';

/** Brings the objects of run.json up to date with the records: run.json is not written for each of them. */
export async function restoreObjects(steering: Steering): Promise<void> {
  const planned = await readPlanned(steering.folder.state);
  if (!planned.ok || planned.value === undefined) return;
  const settled = await steering.plan();
  await steering.run.setObjects(settled.plan.objects.map(({ id }) => id));
  for (const id of settled.ids) await restoreObject(steering, settled, id);
}

async function restoreObject({ folder, run }: Steering, settled: SettledPlan, id: string): Promise<void> {
  const inputs = settled.objectFingerprints.get(id) ?? '';
  const outcomeOf = async (step: 'executor' | 'executor-failed' | 'evaluator' | 'evaluator-failed', from: string) => {
    const record = await folder.objects.read(id, step);
    return record.ok && record.value?.inputs === from ? record.value.outcome : undefined;
  };
  const evaluation = evaluationSchema.safeParse(await outcomeOf('evaluator', settled.fingerprint));
  if (evaluation.success) return run.setObject(id, 'done', evaluation.data.verdict);
  const execution = executionSchema.safeParse(await outcomeOf('executor', inputs));
  const verdict: Verdict | undefined = execution.success ? execution.data.verdict : undefined;
  const failed =
    (await outcomeOf('executor-failed', inputs)) ?? (await outcomeOf('evaluator-failed', settled.fingerprint));
  if (failed !== undefined) return run.setObject(id, 'done', verdict ?? 'found');
  return run.setObject(id, verdict === undefined ? 'waiting' : 'running', verdict);
}
