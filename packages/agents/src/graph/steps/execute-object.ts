import { executionSchema } from '../outcome-schemas.js';
import type { GraphValues } from '../run-state-channels.js';
import { contextOf, guarded, guardedObject, guardedToTheEnd, type SettledPlan, type Steering } from '../steering.js';
import { startLoop } from './start-loop.js';

/** Converts the next object that is not converted yet by this plan. */
export async function executeObject(steering: Steering, { cursor }: GraphValues): Promise<Partial<GraphValues>> {
  const settled = await steering.plan();
  const { ids, fingerprint } = settled;
  const place = await guarded(steering, 'executor', async () => {
    const next = await nextUnfinished(steering, settled, cursor);
    await startLoop(steering, 'executor', next, ids.length);
    return next;
  });
  const id = ids[place];
  if (id !== undefined) await execute(steering, settled, id);
  const done = Math.min(place + 1, ids.length);
  if (done === ids.length) await steering.run.setStage('executor', 'done');
  return { cursor: done, total: ids.length, plan: fingerprint };
}

async function nextUnfinished(steering: Steering, settled: SettledPlan, from: number): Promise<number> {
  for (let i = from; i < settled.ids.length; i++) {
    const id = settled.ids[i] ?? '';
    const record = await steering.folder.objects.read(id, 'executor');
    if (!record.ok) steering.tell(record.error);
    else if (record.value?.inputs === settled.objectFingerprints.get(id)) continue;
    return i;
  }
  return settled.ids.length;
}

async function execute(steering: Steering, settled: SettledPlan, id: string): Promise<void> {
  const { cores, folder, run } = steering;
  const inputs = settled.objectFingerprints.get(id) ?? '';
  await run.setObject(id, 'running');
  await guarded(steering, 'executor', async () => {
    // Of a plan that said something else, or of a call that did not end.
    await folder.project.removeFilesOf(id);
    await folder.objects.remove(id, 'executor-failed');
  });
  const execution = await guardedObject(steering, 'executor', id, async () =>
    executionSchema.parse(await cores.execute(contextOf(steering, id), settled.plan, id)),
  );
  await guardedToTheEnd(steering, 'executor', async () => {
    if ('code' in execution) {
      await folder.project.removeFilesOf(id);
      await folder.objects.remove(id, 'executor');
      await folder.objects.write(id, 'executor-failed', inputs, execution);
    } else {
      await folder.objects.write(id, 'executor', inputs, execution);
      await run.setObject(id, 'running', execution.verdict);
    }
  });
}
