import { type Catalog, displayName } from '@datamigrate/catalog';
import {
  type Originals,
  type Plan,
  type Report,
  RUN_FILES,
  type TraceLine,
  type Verdict,
} from '@datamigrate/contracts';
import { modelPath } from '@datamigrate/dbt-project';
import type { Diagnostic } from '@datamigrate/diagnostics';
import type { ModuleFacts } from '../assessment/module-facts.js';
import type { ObjectEvaluation } from '../evaluator/object-evaluation.js';
import type { ObjectExecution } from '../executor/object-execution.js';
import type { RunContext } from '../graph/agent-cores.js';
import { migrationGuide } from '../project/migration-guide.js';
import { ModuleTexts } from '../project/module-texts.js';
import { buildReport } from '../report/build-report.js';
import { failedEvaluation, failedExecution } from '../report/failed-object.js';
import { runDiagnostics } from '../run/diagnostics.js';
import { landingDiagnostics } from './land-run.js';
import { payloadOf } from './payload.js';
import { sourceIssues } from './source-issues.js';
import { rowIssues, rowsOfObject } from './table-rows.js';
import type { TestedProject } from './tested-project.js';
import type { Workspace } from './workspace.js';

/** What ended the work of an agent on an object. */
async function failureOf(
  run: RunContext,
  id: string,
  step: 'executor-failed' | 'evaluator-failed',
): Promise<Diagnostic> {
  const record = await run.objects.read(id, step);
  if (record.ok && record.value) return record.value.outcome as Diagnostic;
  return runDiagnostics.create('run-record-damaged', { file: `${step} of ${id}`, problems: 'there is none' });
}

/** How far an object came whose comparison could not be finished. */
function reachedBy(execution: ObjectExecution | undefined): Verdict {
  return execution?.status === 'converted' ? 'translated' : (execution?.status ?? 'found');
}

function factsOf({ catalog, reader }: Workspace, id: string): ModuleFacts | undefined {
  const module = catalog.catalog.modules.find((each) => displayName(each) === id);
  return module && reader.read(module);
}

/** Adds up what the agents wrote, and writes the trace and the original texts beside it. */
export async function reportRun(
  run: RunContext,
  plan: Plan,
  workspace: Workspace,
  tested: TestedProject,
): Promise<Report> {
  const { catalog, source } = workspace;
  const { outcome } = tested;
  const executions = new Map(tested.executions);
  const evaluations = new Map<string, ObjectEvaluation>();
  for (const planned of plan.objects) {
    const { id } = planned;
    const record = await run.objects.read(id, 'evaluator');
    const evaluation = record.ok && record.value ? payloadOf<ObjectEvaluation>(record.value.outcome) : undefined;
    if (evaluation) evaluations.set(id, evaluation);
    const converted = executions.has(id);
    if (!converted)
      executions.set(id, failedExecution(planned, factsOf(workspace, id), await failureOf(run, id, 'executor-failed')));
    if (!converted) evaluations.set(id, failedEvaluation(planned, 'found', []));
    else if (!evaluation) {
      evaluations.set(
        id,
        failedEvaluation(planned, reachedBy(executions.get(id)), [await failureOf(run, id, 'evaluator-failed')]),
      );
    }
  }
  const texts = new ModuleTexts(source.files);
  const before = linesBefore(catalog.catalog, texts);
  const trace = [...executions.values()]
    .flatMap((execution) => execution.trace)
    .map((line) => inFile(line, before.get(line.object) ?? 0));
  await run.state.writeText(RUN_FILES.trace, trace.map((line) => `${JSON.stringify(line)}\n`).join(''));
  const originals: Originals = {};
  for (const module of catalog.catalog.modules) {
    const { definition: text, origin } = module;
    const line = (origin?.line ?? 1) + (before.get(displayName(module)) ?? 0);
    originals[displayName(module)] = { text, line, ...(origin ? { file: origin.file } : {}) };
  }
  await run.state.writeText(RUN_FILES.originals, `${JSON.stringify(originals, null, 2)}\n`);
  const durationMs = run.clock.now().getTime() - run.startedAt.getTime();
  const report = buildReport({
    source: { kind: source.kind, database: source.database },
    sourceIssues: sourceIssues(workspace),
    landing: await landingDiagnostics(run),
    plan,
    executions,
    evaluations,
    outcome,
    rows: {
      of: (id) => rowsOfObject(workspace.rows, workspace.loaded, id),
      issues: (id) => rowIssues(workspace.rows, workspace.reader, workspace.loaded, id),
    },
    durationMs,
  });
  const guide = migrationGuide({
    report,
    plan,
    trace,
    paths: modelPaths(executions),
    places: places(catalog.catalog, texts),
  });
  await run.project.write(guide.path, guide.content);
  return report;
}

function modelPaths(executions: TestedProject['executions']): ReadonlyMap<string, string> {
  const models = [...executions.values()].flatMap((execution) => execution.models);
  return new Map(models.map((model) => [model.name, modelPath(model)]));
}

/** Files and lines in which modules start. */
function places({ modules }: Catalog, texts: ModuleTexts): ReadonlyMap<string, string> {
  return new Map(
    modules.flatMap((module) => {
      const { origin } = module;
      if (!origin) return [];
      return [[displayName(module), `${origin.file}:${texts.fileLine(module, origin.line)}`] as const];
    }),
  );
}

/** How far the lines of each module stand behind what the trace counts: that may be from the start of a batch. */
function linesBefore({ modules }: Catalog, texts: ModuleTexts): ReadonlyMap<string, number> {
  return new Map(
    modules.map((module) => {
      const line = module.origin?.line ?? 1;
      return [displayName(module), texts.fileLine(module, line) - line] as const;
    }),
  );
}

function inFile(line: TraceLine, before: number): TraceLine {
  const { endLine } = line;
  return { ...line, line: line.line + before, ...(endLine === undefined ? {} : { endLine: endLine + before }) };
}
