import { displayName } from '@datamigrate/catalog';
import { type Originals, type Plan, type Report, RUN_FILES } from '@datamigrate/contracts';
import type { ObjectEvaluation } from '../evaluator/object-evaluation.js';
import type { RunContext } from '../graph/agent-cores.js';
import { buildReport } from '../report/build-report.js';
import { landingDiagnostics } from './land-run.js';
import { payloadOf } from './payload.js';
import { sourceIssues } from './source-issues.js';
import type { TestedProject } from './tested-project.js';
import type { Workspace } from './workspace.js';

/** Adds up what the agents wrote, and writes the trace and the original texts beside it. */
export async function reportRun(
  run: RunContext,
  plan: Plan,
  workspace: Workspace,
  { executions, outcome }: TestedProject,
): Promise<Report> {
  const { catalog, source } = workspace;
  const evaluations = new Map<string, ObjectEvaluation>();
  for (const { id } of plan.objects) {
    const record = await run.objects.read(id, 'evaluator');
    const evaluation = record.ok && record.value ? payloadOf<ObjectEvaluation>(record.value.outcome) : undefined;
    if (evaluation) evaluations.set(id, evaluation);
  }
  const trace = [...executions.values()].flatMap((execution) => execution.trace);
  await run.state.writeText(RUN_FILES.trace, trace.map((line) => `${JSON.stringify(line)}\n`).join(''));
  const originals: Originals = {};
  for (const module of catalog.catalog.modules) {
    const { definition: text, origin } = module;
    originals[displayName(module)] = { text, line: origin?.line ?? 1, ...(origin ? { file: origin.file } : {}) };
  }
  await run.state.writeText(RUN_FILES.originals, `${JSON.stringify(originals, null, 2)}\n`);
  const durationMs = run.clock.now().getTime() - run.startedAt.getTime();
  return buildReport({
    source: { kind: source.kind, database: source.database },
    sourceIssues: sourceIssues(workspace),
    landing: await landingDiagnostics(run),
    plan,
    executions,
    evaluations,
    outcome,
    durationMs,
  });
}
