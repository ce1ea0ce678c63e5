import { join } from 'node:path';
import { type Plan, planSchema, RUN_FILES, RUN_FOLDER } from '@datamigrate/contracts';
import type { Diagnostic } from '@datamigrate/diagnostics';
import { err, ok, type Result } from '@datamigrate/foundation';
import { runDiagnostics } from './diagnostics.js';
import { describeProblems } from './plan-problem.js';
import { planText } from './plan-text.js';
import { readPlanText } from './read-plan-text.js';
import { PLANNED } from './run-files.js';
import type { StateFiles } from './state-files.js';

/** Where people find the plan of a migration. */
export function planFileOf(out: string): string {
  return join(out, RUN_FOLDER, RUN_FILES.plan);
}

/** planned.json is written last: it says that the planner has finished. */
export async function writePlan(state: StateFiles, plan: Plan): Promise<void> {
  await state.writeText(RUN_FILES.plan, planText(plan));
  await state.writeJson(PLANNED, planSchema, plan);
}

/** The plan as the planner made it; undefined when it has not finished. */
export function readPlanned(state: StateFiles): Promise<Result<Plan | undefined, Diagnostic>> {
  return state.readJson(PLANNED, planSchema);
}

/** plan.yml as it stands now. */
export async function readPlan(
  state: StateFiles,
  planned: Plan,
  tell: (diagnostic: Diagnostic) => void,
): Promise<Result<Plan, Diagnostic>> {
  const file = state.path(RUN_FILES.plan);
  const text = await state.readText(RUN_FILES.plan);
  if (text === undefined) {
    await state.writeText(RUN_FILES.plan, planText(planned));
    tell(runDiagnostics.create('run-plan-restored', { file }));
    return ok(planned);
  }
  const plan = readPlanText(text, planned);
  if (plan.ok) return plan;
  return err(runDiagnostics.create('run-plan-invalid', { file, problems: describeProblems(plan.error) }));
}
