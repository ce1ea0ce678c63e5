import { checkpointSchema } from '@datamigrate/contracts';
import { interrupt } from '@langchain/langgraph';
import { z } from 'zod';
import { PASSED } from '../../run/run-files.js';
import type { SettledPlan, Steering } from '../steering.js';

/** Where a run waits for a person: what LangGraph hands out while it does. */
export const stopSchema = z.object({
  checkpoint: checkpointSchema,
  object: z.string().optional(),
  /** Of the object: after an edit of the plan that concerns it, the stop is a new one. */
  inputs: z.string().optional(),
});
export type Stop = z.infer<typeof stopSchema>;

const passedSchema = z.object({ assess: z.literal(true).optional(), plan: z.literal(true).optional() });

/** Stops the run, unless the stop is not wanted or was answered before. */
export async function stopAt(steering: Steering, checkpoint: 'assess' | 'plan'): Promise<void> {
  if (!steering.context.options.checkpoints.includes(checkpoint)) return;
  if ((await passed(steering))[checkpoint]) return;
  interrupt({ checkpoint } satisfies Stop);
}

export async function stopAfterObject(steering: Steering, id: string): Promise<void> {
  const stop = objectStop(steering, await steering.plan(), id);
  if (stop && !(await isObjectPassed(steering, stop))) interrupt(stop);
}

export function objectStop(
  { context }: Steering,
  settled: SettledPlan,
  object: string,
): (Stop & { object: string }) | undefined {
  if (!context.options.checkpoints.includes('object')) return undefined;
  return { checkpoint: 'object', object, inputs: settled.objectFingerprints.get(object) ?? '' };
}

export async function isObjectPassed({ folder }: Steering, { object = '', inputs }: Stop): Promise<boolean> {
  const record = await folder.objects.read(object, 'checkpoint');
  return record.ok && record.value !== undefined && record.value.inputs === inputs;
}

/**
 * Remembers that someone has answered a stop. In a file and before the graph goes on: a kill right after the answer must
 * not ask again, and neither must a run whose plan was edited or whose graph files were lost.
 */
export async function markPassed(steering: Steering, { checkpoint, object, inputs }: Stop): Promise<void> {
  const { folder } = steering;
  if (checkpoint === 'object') {
    await folder.objects.write(object ?? '', 'checkpoint', inputs ?? '', {});
    return;
  }
  await folder.state.writeJson(PASSED, passedSchema, { ...(await passed(steering)), [checkpoint]: true });
}

async function passed({ folder, tell }: Steering): Promise<z.infer<typeof passedSchema>> {
  const stored = await folder.state.readJson(PASSED, passedSchema);
  if (!stored.ok) tell({ ...stored.error, severity: 'warning' });
  return (stored.ok ? stored.value : undefined) ?? {};
}
