import { AGENTS } from '@datamigrate/contracts';
import type { Diagnostic } from '@datamigrate/diagnostics';
import { err, ok, type Result } from '@datamigrate/foundation';
import { z } from 'zod';
import { runDiagnostics } from './diagnostics.js';
import { safeName } from './safe-name.js';
import type { StateFiles } from './state-files.js';

const OBJECT_STEPS = [...AGENTS, 'executor-failed', 'evaluator-failed', 'checkpoint'] as const;
/**
 * What is finished for an object: the work of an agent on it, its end by an internal error (the outcome is a diagnostic
 * then), or a stop after it that someone has answered.
 */
export type ObjectStep = (typeof OBJECT_STEPS)[number];

const recordSchema = z.object({
  object: z.string(),
  step: z.enum(OBJECT_STEPS),
  /** Fingerprint of what the step was made from: with other inputs it is not finished. */
  inputs: z.string(),
  outcome: z.unknown(),
});
export type ObjectRecord = z.infer<typeof recordSchema>;

/** .datamigrate/objects/<name>/<step>.json, written once when the step is finished. */
export interface ObjectRecords {
  /** Undefined: not finished. A damaged record is a diagnostic; the step counts as not finished. */
  read(object: string, step: ObjectStep): Promise<Result<ObjectRecord | undefined, Diagnostic>>;
  write(object: string, step: ObjectStep, inputs: string, outcome: unknown): Promise<void>;
  remove(object: string, step: ObjectStep): Promise<void>;
  path(object: string, step: ObjectStep): string;
}

export const OBJECTS_FOLDER = 'objects';

export function openObjectRecords(state: StateFiles): ObjectRecords {
  const name = (object: string, step: ObjectStep) => `${OBJECTS_FOLDER}/${safeName(object)}/${step}.json`;
  return {
    path: (object, step) => state.path(name(object, step)),
    async read(object, step) {
      const file = name(object, step);
      const record = await state.readJson(file, recordSchema);
      if (record.ok && (record.value === undefined || record.value.object === object)) return ok(record.value);
      const problems = record.ok ? `it is about ${record.value?.object}` : 'it is not what the step wrote';
      return err(runDiagnostics.create('run-record-damaged', { file: state.path(file), problems }));
    },
    write: (object, step, inputs, outcome) =>
      state.writeJson(name(object, step), recordSchema, { object, step, inputs, outcome }),
    remove: (object, step) => state.remove(name(object, step)),
  };
}
