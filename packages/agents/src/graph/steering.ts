import type { Agent, Plan } from '@datamigrate/contracts';
import { type Diagnostic, renderDiagnostic } from '@datamigrate/diagnostics';
import { runDiagnostics } from '../run/diagnostics.js';
import { isIoError, isLostIo, reasonOf } from '../run/io-error.js';
import { objectFingerprints, planFingerprint } from '../run/plan-fingerprint.js';
import { planOrder } from '../run/plan-order.js';
import { CRASHES } from '../run/run-files.js';
import type { RunFolder } from '../run/run-folder.js';
import type { RunStateFile } from '../run/run-state-file.js';
import { safeName } from '../run/safe-name.js';
import type { AgentCores, RunContext } from './agent-cores.js';
import { RunCancelled, RunFailed } from './stop-run.js';

/** All that the nodes of the graph work with. */
export interface Steering {
  readonly cores: AgentCores;
  readonly context: RunContext;
  readonly folder: RunFolder;
  readonly run: RunStateFile;
  readonly tell: (diagnostic: Diagnostic) => void;
  /** The plan that this process works by. Later edits of the file wait for the next resume. */
  readonly plan: () => Promise<SettledPlan>;
}

export interface SettledPlan {
  readonly plan: Plan;
  readonly fingerprint: string;
  /** In dependency order. */
  readonly ids: readonly string[];
  readonly objectFingerprints: ReadonlyMap<string, string>;
  readonly cycles: readonly (readonly string[])[];
}

export function settlePlan(plan: Plan): SettledPlan {
  const { objects, cycles } = planOrder(plan);
  return {
    plan,
    fingerprint: planFingerprint(plan),
    ids: objects.map(({ id }) => id),
    objectFingerprints: objectFingerprints(plan),
    cycles,
  };
}

/** A circle is no reason to stop: its objects are converted, one of them without what it depends on. */
export function tellCycles({ cycles }: SettledPlan, tell: (diagnostic: Diagnostic) => void): void {
  for (const cycle of cycles) {
    tell(runDiagnostics.create('run-plan-cycle', { cycle: cycle.join(' → '), first: cycle.at(-2) ?? '' }));
  }
}

/** The context for the work on one object: what it writes belongs to the object. */
export function contextOf({ context, folder }: Steering, object: string): RunContext {
  return { ...context, project: folder.project.of(object) };
}

/** Runs the work of an agent for the run as a whole: whatever ends it, ends the run in order. */
export async function guarded<T>(steering: Steering, agent: Agent | 'report', work: () => Promise<T>): Promise<T> {
  if (steering.context.signal.aborted) throw new RunCancelled();
  return guardedToTheEnd(steering, agent, work);
}

/** The same for writing down what is done: a cancel must not throw it away. */
export async function guardedToTheEnd<T>(
  steering: Steering,
  agent: Agent | 'report',
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof RunFailed || error instanceof RunCancelled) throw error;
    if (steering.context.signal.aborted) throw new RunCancelled();
    if (isLostIo(error)) throw new RunFailed([ioDiagnostic(error)]);
    throw new RunFailed([await recordCrash(steering, agent, error)]);
  }
}

/** Runs the work on one object: a bug costs this object and no other. Lost I/O would hit the others too. */
export async function guardedObject<T>(
  steering: Steering,
  agent: Agent,
  object: string,
  work: () => Promise<T>,
): Promise<T | Diagnostic> {
  return guarded(steering, agent, async () => {
    try {
      return await work();
    } catch (error) {
      if (isLostIo(error) || steering.context.signal.aborted) throw error;
      const diagnostic = await recordCrash(steering, agent, error, object);
      steering.tell(diagnostic);
      return diagnostic;
    }
  });
}

export function ioDiagnostic(error: unknown): Diagnostic {
  const file = isIoError(error) ? (error.path ?? error.syscall) : 'A file';
  return runDiagnostics.create('run-file-failed', { file, reason: reasonOf(error) });
}

async function recordCrash(steering: Steering, agent: string, error: unknown, object?: string): Promise<Diagnostic> {
  const { state } = steering.folder;
  const name = `${CRASHES}/${agent}${object === undefined ? '' : `-${safeName(object)}`}.txt`;
  const file = state.path(name);
  const reason = error instanceof Error ? error.message : String(error);
  const diagnostic = runDiagnostics.create('run-agent-failed', { agent, reason, file });
  const located = object === undefined ? diagnostic : { ...diagnostic, object };
  const stack = error instanceof Error ? error.stack : undefined;
  await state.writeText(name, `${renderDiagnostic(located)}\n\n${stack ?? ''}\n`);
  return located;
}
