import type { ProgressEvent } from '@datamigrate/contracts';
import type { Diagnostic } from '@datamigrate/diagnostics';
import type { RunEnvironment } from '../migration-engine.js';
import { runDiagnostics } from '../run/diagnostics.js';
import { noteOf } from '../run/note.js';
import { readPlan, readPlanned } from '../run/plan-file.js';
import { planFingerprint } from '../run/plan-fingerprint.js';
import { PLANNED } from '../run/run-files.js';
import type { RunFolder } from '../run/run-folder.js';
import { type RunOptions, resolveSource } from '../run/run-options.js';
import type { RunStateFile } from '../run/run-state-file.js';
import type { AgentCores } from './agent-cores.js';
import { type SettledPlan, type Steering, settlePlan, tellCycles } from './steering.js';
import { RunFailed } from './stop-run.js';

interface Parts {
  readonly cores: AgentCores;
  readonly folder: RunFolder;
  readonly run: RunStateFile;
  readonly options: RunOptions;
  readonly environment: RunEnvironment;
}

/** Puts together what the graph works with in this process. */
export function openSteering({ cores, folder, run, options, environment }: Parts): Steering {
  const emit = (event: ProgressEvent) => {
    folder.events.append(event);
    environment.onEvent(event);
  };
  const tell = (diagnostic: Diagnostic) => emit(noteOf(diagnostic));
  let settled: Promise<SettledPlan> | undefined;
  return {
    cores,
    folder,
    run,
    tell,
    context: {
      out: folder.out,
      options,
      source: resolveSource(folder.out, options),
      startedAt: new Date(run.current.startedAt ?? environment.clock.now()),
      signal: environment.signal,
      clock: environment.clock,
      project: folder.project,
      state: folder.state,
      objects: folder.objects,
      emit,
    },
    plan() {
      settled ??= readSettledPlan(folder, tell);
      return settled;
    },
  };
}

async function readSettledPlan(folder: RunFolder, tell: (diagnostic: Diagnostic) => void): Promise<SettledPlan> {
  const planned = await readPlanned(folder.state);
  if (!planned.ok) throw new RunFailed([planned.error]);
  if (planned.value === undefined) {
    const file = folder.state.path(PLANNED);
    throw new RunFailed([runDiagnostics.create('run-file-damaged', { file, problems: 'it is missing' })]);
  }
  const plan = await readPlan(folder.state, planned.value, tell);
  if (!plan.ok) throw new RunFailed([plan.error]);
  const settled = settlePlan(plan.value);
  if (settled.fingerprint !== planFingerprint(planned.value)) tellCycles(settled, tell);
  return settled;
}
