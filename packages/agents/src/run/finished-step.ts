import type { Diagnostic } from '@datamigrate/diagnostics';
import { ok, type Result } from '@datamigrate/foundation';
import { z } from 'zod';
import { runDiagnostics } from './diagnostics.js';
import type { StateFiles } from './state-files.js';

/** A step of the whole run in a file of its own, with the fingerprint of what it was made from. */
interface Step<T> {
  readonly name: string;
  readonly inputs: string;
  readonly outcome: z.ZodType<T>;
}

/** The stored outcome; undefined when the step has to be done (again). */
export async function finishedStep<T>(
  state: StateFiles,
  { name, inputs, outcome }: Step<T>,
  tell: (diagnostic: Diagnostic) => void,
): Promise<T | undefined> {
  const record = await state.readJson(name, z.object({ inputs: z.string(), outcome }));
  if (record.ok) return record.value?.inputs === inputs ? record.value.outcome : undefined;
  const problems = 'it is not what the step wrote';
  tell(runDiagnostics.create('run-record-damaged', { file: state.path(name), problems }));
  return undefined;
}

/** Does the step unless it is finished. Only what succeeds is kept. */
export async function onceFinished<T, E>(
  state: StateFiles,
  step: Step<T>,
  tell: (diagnostic: Diagnostic) => void,
  make: () => Promise<Result<T, E>>,
): Promise<Result<T, E>> {
  const stored = await finishedStep(state, step, tell);
  if (stored !== undefined) return ok(stored);
  const made = await make();
  if (!made.ok) return made;
  const { name, inputs, outcome } = step;
  await state.writeJson(name, z.object({ inputs: z.string(), outcome }), { inputs, outcome: made.value });
  return made;
}
