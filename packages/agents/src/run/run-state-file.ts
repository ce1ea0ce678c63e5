import { AGENTS, type Agent, RUN_FILES, type RunState, runStateSchema, type Verdict } from '@datamigrate/contracts';
import type { Diagnostic } from '@datamigrate/diagnostics';
import type { Result } from '@datamigrate/foundation';
import { sourceText } from '@datamigrate/sources';
import type { RunOptions } from './run-options.js';
import type { StateFiles } from './state-files.js';

export type StageStatus = RunState['stages'][number]['status'];
export type RunSource = Pick<RunState['source'], 'kind' | 'database' | 'fingerprint'>;

/** run.json: what people and other commands see of a run. What is finished is decided by the records, not by it. */
export interface RunStateFile {
  readonly current: RunState;
  set(change: Partial<Pick<RunState, 'status' | 'checkpoint' | 'source'>>): Promise<void>;
  /** Goes on in this process: no stage of a former one is still at work. */
  begin(): Promise<void>;
  /** Ends in this process; the stage at hand failed, or waits to be gone on with. */
  end(status: 'failed' | 'cancelled'): Promise<void>;
  setStage(agent: Agent, status: StageStatus): Promise<void>;
  setObjects(ids: readonly string[]): Promise<void>;
  setObject(id: string, status: 'waiting' | 'running' | 'done', verdict?: Verdict): Promise<void>;
  save(): Promise<void>;
}

/** The list of objects may be long: written at most this often while they are worked on. */
const OBJECTS_EVERY_MS = 250;

export function newRunState(options: RunOptions, source: RunSource, now: Date): RunState {
  return {
    schemaVersion: 1,
    status: 'running',
    source: { ...source, location: sourceText(options.source) },
    target: options.target,
    checkpoints: options.checkpoints,
    select: options.select,
    exclude: options.exclude,
    stages: AGENTS.map((agent) => ({ agent, status: 'waiting' })),
    objects: [],
    startedAt: now.toISOString(),
    updatedAt: now.toISOString(),
  };
}

export function readRunState(state: StateFiles): Promise<Result<RunState | undefined, Diagnostic>> {
  return state.readJson(RUN_FILES.run, runStateSchema);
}

export function runStateFile(state: StateFiles, initial: RunState, now: () => Date): RunStateFile {
  let current = initial;
  let savedAt = Number.NEGATIVE_INFINITY;
  const save = async () => {
    current = { ...current, updatedAt: now().toISOString() };
    await state.writeJson(RUN_FILES.run, runStateSchema, current);
    savedAt = performance.now();
  };
  const set = async (change: Parameters<RunStateFile['set']>[0]) => {
    const { checkpoint: _, ...rest } = current;
    current = { ...rest, ...change };
    await save();
  };
  return {
    get current() {
      return current;
    },
    save,
    set,
    begin: () => {
      current = { ...current, stages: current.stages.map(({ agent, status }) => ({ agent, status: idle(status) })) };
      return set({ status: 'running' });
    },
    end: (status) => {
      const stages = current.stages.map((stage) =>
        stage.status === 'running' ? { ...stage, status: status === 'failed' ? 'failed' : idle(stage.status) } : stage,
      );
      current = { ...current, stages };
      return set({ status });
    },
    async setStage(agent, status) {
      const stages = current.stages.map((stage) => (stage.agent === agent ? { agent, status } : stage));
      current = { ...current, stages };
      await save();
    },
    async setObjects(ids) {
      const before = new Map(current.objects.map((object) => [object.id, object]));
      current = { ...current, objects: ids.map((id) => before.get(id) ?? { id, status: 'waiting' }) };
      await save();
    },
    async setObject(id, status, verdict) {
      const object = { id, status, ...(verdict === undefined ? {} : { verdict }) };
      current = { ...current, objects: current.objects.map((other) => (other.id === id ? object : other)) };
      if (performance.now() - savedAt >= OBJECTS_EVERY_MS) await save();
    },
  };
}

function idle(status: StageStatus): StageStatus {
  return status === 'done' ? 'done' : 'waiting';
}
