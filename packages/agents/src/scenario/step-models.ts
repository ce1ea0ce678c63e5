import type { ProjectModels, TableModel } from './project-models.js';
import type { TracedCall } from './reference-session.js';

/** What a step's calls mean for the project. */
export interface StepModels {
  /** Converted procedures with models that ran, and these models. */
  readonly procedures: ReadonlySet<string>;
  readonly executed: ReadonlySet<string>;
  /** Models of tables that no call of the step writes, by table: they keep the rows that they have. */
  readonly standing: ReadonlyMap<string, TableModel>;
  /** The executed models and what they read, down to the standing ones. */
  readonly needed: ReadonlySet<string>;
  /** Whether an executed model reads a standing one. */
  readonly upstreamStands: boolean;
}

export function stepModels(models: ProjectModels, calls: readonly TracedCall[]): StepModels {
  const procedures = new Set(calls.map(({ id }) => id).filter((id) => models.modelsOf(id).length > 0));
  const executed = new Set([...procedures].flatMap((id) => models.modelsOf(id)));
  const standing = new Map([...models.written].filter(([, { name }]) => !executed.has(name)));
  const names = new Set([...standing.values()].map(({ name }) => name));
  const upstream = models.withUpstream(executed, names);
  const needed = new Set([...upstream].filter((name) => !names.has(name)));
  return { procedures, executed, standing, needed, upstreamStands: needed.size < upstream.size };
}
