import type { Diagnostic } from '@datamigrate/diagnostics';
import { evaluationSchema, executionSchema } from '../outcome-schemas.js';
import type { GraphValues } from '../run-state-channels.js';
import { contextOf, guarded, guardedObject, guardedToTheEnd, type SettledPlan, type Steering } from '../steering.js';
import { isObjectPassed, objectStop } from './checkpoints.js';
import { startLoop } from './start-loop.js';

/** Compares the next object that is not compared yet. Where a stop follows, the cursor stays on it until then. */
export async function evaluateObject(steering: Steering, { cursor }: GraphValues): Promise<Partial<GraphValues>> {
  const settled = await steering.plan();
  const place = await guarded(steering, 'evaluator', async () => {
    const next = await nextUnfinished(steering, settled, cursor);
    await startLoop(steering, 'evaluator', next, settled.ids.length);
    return next;
  });
  const id = settled.ids[place];
  if (id !== undefined && !(await isEvaluated(steering, settled, id))) await evaluate(steering, settled, id, place);
  const stops = steering.context.options.checkpoints.includes('object');
  return { cursor: stops ? place : Math.min(place + 1, settled.ids.length) };
}

/** Finished is an object that is compared and, where stops are wanted, whose stop someone has answered. */
async function nextUnfinished(steering: Steering, settled: SettledPlan, from: number): Promise<number> {
  for (let i = from; i < settled.ids.length; i++) {
    const id = settled.ids[i] ?? '';
    if (!(await isEvaluated(steering, settled, id))) return i;
    const stop = objectStop(steering, settled, id);
    if (stop && !(await isObjectPassed(steering, stop))) return i;
  }
  return settled.ids.length;
}

/** By the whole plan: another object may have changed what stands in the warehouse. */
async function isEvaluated({ folder, tell }: Steering, { fingerprint }: SettledPlan, id: string): Promise<boolean> {
  const record = await folder.objects.read(id, 'evaluator');
  if (!record.ok) tell(record.error);
  return record.ok && record.value?.inputs === fingerprint;
}

async function evaluate(steering: Steering, settled: SettledPlan, id: string, place: number): Promise<void> {
  const { cores, context, folder, run } = steering;
  const { execution, failed } = await guarded(steering, 'evaluator', async () => {
    const record = await folder.objects.read(id, 'executor');
    const failure = await folder.objects.read(id, 'executor-failed');
    return {
      execution: record.ok && record.value ? executionSchema.parse(record.value.outcome) : undefined,
      failed: failure.ok && failure.value ? (failure.value.outcome as Diagnostic) : undefined,
    };
  });
  const evaluation =
    failed ??
    (await guardedObject(steering, 'evaluator', id, async () =>
      evaluationSchema.parse(await cores.evaluate(contextOf(steering, id), settled.plan, id)),
    ));
  await guardedToTheEnd(steering, 'evaluator', async () => {
    const crashed = 'code' in evaluation;
    const verdict = crashed ? (execution?.verdict ?? 'found') : evaluation.verdict;
    if (crashed && !failed) await folder.objects.write(id, 'evaluator-failed', settled.fingerprint, evaluation);
    else if (!crashed) {
      await folder.objects.remove(id, 'evaluator-failed');
      await folder.objects.write(id, 'evaluator', settled.fingerprint, evaluation);
    }
    await run.setObject(id, 'done', verdict);
    const text = crashed ? 'internal error' : evaluation.text;
    context.emit({ kind: 'object', id, index: place + 1, total: settled.ids.length, verdict, text });
  });
}
