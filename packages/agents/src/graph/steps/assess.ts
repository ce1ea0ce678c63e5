import { err, ok } from '@datamigrate/foundation';
import { onceFinished } from '../../run/finished-step.js';
import { ASSESSMENT } from '../../run/run-files.js';
import type { Assessment } from '../agent-cores.js';
import { assessmentSchema } from '../outcome-schemas.js';
import { guarded, type Steering } from '../steering.js';
import { RunFailed } from '../stop-run.js';

/** The finished assessment, made now if it was not made before. */
export async function assess(steering: Steering): Promise<Assessment> {
  const { cores, context, folder, run, tell } = steering;
  // Not by the source: a source that changed is refused before the graph goes on.
  const step = { name: ASSESSMENT, inputs: '', outcome: assessmentSchema };
  const assessment = await guarded(steering, 'assessment', () =>
    onceFinished(folder.state, step, tell, async () => {
      await run.setStage('assessment', 'running');
      context.emit({ kind: 'stage', agent: 'assessment', text: `reads ${context.options.source}` });
      const made = await cores.assess(context);
      if (!made.ok) return err(made.error);
      context.emit({ kind: 'note', level: 'info', text: made.value.text });
      return ok(made.value);
    }),
  );
  if (!assessment.ok) throw new RunFailed(assessment.error);
  await run.set({ status: 'running', source: { ...run.current.source, ...assessment.value.source } });
  await run.setStage('assessment', 'done');
  return assessment.value;
}
