import type { Evidence, ReportIssue } from '@datamigrate/contracts';
import { type ComparisonOutcome, compareRelations, isEqual, type RowSample, verdictOf } from '@datamigrate/validation';
import { issueOf } from '../cores/estate.js';
import type { ReferenceRows } from '../cores/reference-rows.js';
import { agentDiagnostics } from '../diagnostics.js';
import type { ObjectExecution } from '../executor/object-execution.js';
import type { TestedModel, TestOutcome } from '../tester/test-outcome.js';
import type { ObjectEvaluation } from './object-evaluation.js';

export interface EvaluationInputs {
  readonly execution: ObjectExecution;
  readonly outcome: TestOutcome;
  readonly parsed: boolean;
  readonly bound: boolean;
  readonly databasePath: string;
  /** The rows of the original; a reason when they are not known. */
  readonly reference: () => ReferenceRows;
}

/** How far an object came: dbt's own word about its models, and its rows against those of the original. */
export async function evaluateObject(inputs: EvaluationInputs): Promise<ObjectEvaluation> {
  const { execution, outcome, parsed, bound } = inputs;
  const { id } = execution;
  if (execution.status === 'out-of-scope') return { id, verdict: 'out-of-scope', evidence: [], issues: [] };
  if (execution.status === 'refused') return { id, verdict: 'refused', evidence: [], issues: [] };
  const names = execution.models.map(({ name }) => name);
  // What is written out in other models, as an inline function is, stands where they stand.
  const lent = [...new Set(execution.trace.flatMap(({ models }) => models))].filter((name) => !names.includes(name));
  const tested = [...names, ...lent].flatMap((name) => outcome.models.find((model) => model.name === name) ?? []);
  const runs = tested.length > 0 && tested.every(({ status }) => status === 'built');
  const issues = tested.flatMap(testIssues);
  const facts = {
    parsed,
    bound,
    translated: true,
    compiles: tested.length > 0 && tested.every(({ status }) => status === 'built' || status === 'failed'),
    runs,
    tests: {
      passed: tested.reduce((sum, { tests }) => sum + tests.passed, 0),
      failed: tested.reduce((sum, { tests }) => sum + tests.failed, 0),
    },
  };
  const [model] = names.flatMap((name) => tested.find((each) => each.name === name) ?? []);
  if (!runs || !model || names.length !== 1) return { id, verdict: verdictOf(facts), evidence: [], issues };
  const compared = await compare(inputs, model);
  if ('skipped' in compared) {
    const note = agentDiagnostics.create('evaluate-skipped', { object: id, reason: compared.skipped });
    return { id, verdict: verdictOf(facts), evidence: [], issues: [...issues, issueOf(note)] };
  }
  const { outcome: comparison } = compared;
  return {
    id,
    verdict: verdictOf({ ...facts, comparisons: [comparison] }),
    evidence: evidenceOf(comparison),
    issues: [...issues, ...differenceIssues(id, model.name, comparison)],
  };
}

async function compare(
  { execution, databasePath, reference }: EvaluationInputs,
  model: TestedModel,
): Promise<{ readonly outcome: ComparisonOutcome } | { readonly skipped: string }> {
  const rows = reference();
  if ('skipped' in rows) return rows;
  if (model.relation === undefined) return { skipped: 'dbt names no relation for the model.' };
  const columnMap = execution.columns[model.name] ?? {};
  const kept = rows.columns.filter(({ name }) => name in columnMap);
  if (kept.length < rows.columns.length && kept.length === 0) return { skipped: 'no column can be compared.' };
  const ignored = rows.columns.filter(({ name }) => !(name in columnMap)).map(({ name }) => name);
  const outcome = await compareRelations({
    databasePath,
    relation: model.relation,
    model: model.name,
    table: execution.id,
    columnMap,
    expectedColumns: rows.columns,
    expectedRows: rows.rows,
    ...(rows.key ? { key: rows.key } : {}),
    ...(ignored.length > 0 ? { ignoreColumns: ignored } : {}),
    sampleLimit: 5,
  });
  if (outcome.status === 'compared') return { outcome };
  return { skipped: outcome.diagnostics.map(({ message }) => message).join(' ') };
}

function evidenceOf(comparison: ComparisonOutcome): readonly Evidence[] {
  if (comparison.status !== 'compared') return [];
  const { evidence, samples, ignoredColumns } = comparison;
  return [
    {
      ...evidence,
      columnMap: { ...evidence.columnMap },
      tolerances: evidence.tolerances.map(({ text }) => text),
      ...(ignoredColumns.length > 0 ? { ignoredColumns: [...ignoredColumns] } : {}),
      ...(samples.length > 0 ? { samples: samples.map(sampleOf) } : {}),
    },
  ];
}

function sampleOf({ kind, values }: RowSample): NonNullable<Evidence['samples']>[number] {
  const side = (pick: 'expected' | 'actual'): Record<string, string | null> =>
    Object.fromEntries(values.flatMap((value) => (value[pick] === undefined ? [] : [[value.column, value[pick]]])));
  return {
    kind,
    ...(kind === 'different' ? { columns: values.map(({ column }) => column) } : {}),
    ...(kind === 'extra' ? {} : { source: side('expected') }),
    ...(kind === 'missing' ? {} : { target: side('actual') }),
  };
}

function testIssues({ name, failedTests }: TestedModel): readonly ReportIssue[] {
  return failedTests.map((test) =>
    issueOf(
      agentDiagnostics.create('test-data-test-failed', {
        test: test.name,
        model: name,
        failures: String(test.failures),
        reason: test.message.split('\n')[0] ?? '',
      }),
    ),
  );
}

function differenceIssues(id: string, model: string, comparison: ComparisonOutcome): readonly ReportIssue[] {
  if (comparison.status !== 'compared' || isEqual(comparison)) return [];
  const { missing, extra, different } = comparison.evidence;
  const counts = { missing: String(missing), extra: String(extra), different: String(different) };
  return [issueOf(agentDiagnostics.create('evaluate-rows-differ', { model, object: id, ...counts }))];
}
