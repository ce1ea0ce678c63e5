import { runDiagnostics } from '../../run/diagnostics.js';
import { readPlanned, writePlan } from '../../run/plan-file.js';
import { PLANNED } from '../../run/run-files.js';
import { guarded, type Steering, settlePlan, tellCycles } from '../steering.js';
import { RunFailed } from '../stop-run.js';
import { assess } from './assess.js';

/** Writes the plan file, unless that was done before. */
export async function makePlan(steering: Steering): Promise<void> {
  const { cores, context, folder, run, tell } = steering;
  await guarded(steering, 'planner', async () => {
    const planned = await readPlanned(folder.state);
    if (planned.ok && planned.value) return run.setStage('planner', 'done');
    if (!planned.ok) {
      const problems = 'it is not what the step wrote';
      tell(runDiagnostics.create('run-record-damaged', { file: folder.state.path(PLANNED), problems }));
    }
    const assessment = await assess(steering);
    await run.setStage('planner', 'running');
    context.emit({ kind: 'stage', agent: 'planner', text: 'lays out the dbt project' });
    const plan = await cores.plan(context, assessment);
    if (!plan.ok) throw new RunFailed(plan.error);
    tellCycles(settlePlan(plan.value), tell);
    await writePlan(folder.state, plan.value);
    await run.setObjects(plan.value.objects.map(({ id }) => id));
    await run.setStage('planner', 'done');
  });
}
