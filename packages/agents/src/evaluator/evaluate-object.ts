import type { ReportIssue } from '@datamigrate/contracts';
import type { Diagnostic } from '@datamigrate/diagnostics';
import type { Result } from '@datamigrate/foundation';
import { type ComparisonDatabase, type ComparisonOutcome, isEqual, verdictOf } from '@datamigrate/validation';
import { issueOf } from '../cores/estate.js';
import type { ReferenceRows } from '../cores/reference-rows.js';
import { agentDiagnostics } from '../diagnostics.js';
import type { ObjectExecution } from '../executor/object-execution.js';
import type { ObjectProof } from '../scenario/object-proof.js';
import type { StepComparison } from '../scenario/proof.js';
import type { TestedModel, TestOutcome } from '../tester/test-outcome.js';
import { differenceIssues, evidenceOf, stepEvidence } from './comparison-evidence.js';
import type { ObjectEvaluation } from './object-evaluation.js';

export interface EvaluationInputs {
  readonly execution: ObjectExecution;
  readonly outcome: TestOutcome;
  readonly parsed: boolean;
  readonly bound: boolean;
  /** What dbt built; why it cannot be read. */
  readonly database: () => Promise<Result<ComparisonDatabase, Diagnostic>>;
  /** The rows of the original, or what a scenario showed about it. */
  readonly reference: () => Reference;
}

export type Reference =
  | {
      readonly kind: 'rows';
      readonly rows: ReferenceRows;
      /** Of a table that is a target of the scenario. */
      readonly steps?: readonly StepComparison[];
    }
  | { readonly kind: 'proof'; readonly proof: ObjectProof };

/** How far an object came: dbt's own word about its models, and its rows against those of the original. */
export async function evaluateObject(inputs: EvaluationInputs): Promise<ObjectEvaluation> {
  const { execution, outcome, parsed, bound } = inputs;
  const { id } = execution;
  if (execution.status === 'out-of-scope') return { id, verdict: 'out-of-scope', evidence: [], issues: [] };
  if (execution.status === 'refused') return { id, verdict: 'refused', evidence: [], issues: [] };
  const reference = inputs.reference();
  const names = execution.models.map(({ name }) => name);
  const called = reference.kind === 'proof' ? reference.proof.models : [];
  // What is written out in other models, as an inline function is, stands where they stand.
  const lent = [...execution.trace.flatMap(({ models }) => models), ...called];
  const all = [...new Set([...names, ...lent])];
  const tested = all.flatMap((name) => outcome.models.find((model) => model.name === name) ?? []);
  const runs = tested.length > 0 && tested.every(({ status }) => status === 'built');
  const issues = tested.filter(({ name }) => !called.includes(name) || names.includes(name)).flatMap(testIssues);
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
  if (!runs) return { id, verdict: verdictOf(facts), evidence: [], issues: [...issues, ...unbuilt(tested, outcome)] };
  if (reference.kind === 'proof') {
    const { comparisons, own, issues: found } = reference.proof;
    return {
      id,
      verdict: verdictOf({ ...facts, comparisons }),
      evidence: own.flatMap(stepEvidence),
      issues: [
        ...issues,
        ...found,
        ...own.flatMap(({ table, model, outcome: o }) => differenceIssues(table, model, o)),
      ],
    };
  }
  const [model] = names.flatMap((name) => tested.find((each) => each.name === name) ?? []);
  if (!model || names.length !== 1) return { id, verdict: verdictOf(facts), evidence: [], issues };
  const steps = (reference.steps ?? []).flatMap(stepEvidence);
  const compared = await compare(inputs, model, reference.rows);
  if ('unreadable' in compared) {
    const unread = verdictOf({ ...facts, runs: false });
    return { id, verdict: unread, evidence: steps, issues: [...issues, issueOf(compared.unreadable)] };
  }
  if ('skipped' in compared) {
    const note = agentDiagnostics.create('evaluate-skipped', { object: id, reason: compared.skipped });
    return { id, verdict: verdictOf(facts), evidence: steps, issues: [...issues, issueOf(note)] };
  }
  const { outcome: comparison } = compared;
  return {
    id,
    verdict: verdictOf({ ...facts, comparisons: [comparison] }),
    evidence: [...evidenceOf(comparison), ...steps],
    issues: [...issues, ...differenceIssues(id, model.name, comparison)],
  };
}

async function compare(
  { execution, database }: EvaluationInputs,
  model: TestedModel,
  rows: ReferenceRows,
): Promise<
  { readonly outcome: ComparisonOutcome } | { readonly skipped: string } | { readonly unreadable: Diagnostic }
> {
  if ('skipped' in rows) return rows;
  if (model.relation === undefined) return { skipped: 'dbt names no relation for the model.' };
  const columnMap = execution.columns[model.name] ?? {};
  const kept = rows.columns.filter(({ name }) => name in columnMap);
  if (kept.length < rows.columns.length && kept.length === 0) return { skipped: 'no column can be compared.' };
  const ignored = rows.columns.filter(({ name }) => !(name in columnMap)).map(({ name }) => name);
  const opened = await database();
  if (!opened.ok) return { skipped: opened.error.message };
  const spellings = execution.spellings?.[model.name];
  const outcome = await opened.value.compare({
    relation: model.relation,
    model: model.name,
    table: execution.id,
    columnMap,
    expectedColumns: rows.columns,
    expectedRows: rows.rows,
    ...(rows.key ? { key: rows.key } : {}),
    ...(ignored.length > 0 ? { ignoreColumns: ignored } : {}),
    ...(spellings ? { spellings } : {}),
    sampleLimit: 5,
  });
  if (model.behindFailedTests && !isEqual(outcome)) {
    return { skipped: 'it reads a model with a failing test, and with it other rows than the original.' };
  }
  if (outcome.status === 'compared') return { outcome };
  const unreadable = outcome.diagnostics.find(({ code }) => code === 'compare-relation-unreadable');
  if (unreadable) return { unreadable };
  return { skipped: outcome.diagnostics.map(({ message }) => message).join(' ') };
}

/** Models that dbt never came to, as against those that failed or were skipped: the project itself is at fault. */
function unbuilt(tested: readonly TestedModel[], { errors }: TestOutcome): readonly ReportIssue[] {
  const [model] = tested.filter(({ status }) => status === 'missing');
  if (!model) return [];
  // dbt names the kind of the error first, and says in the next line what it is.
  const lines = (errors[0] ?? 'it gave no reason').split('\n').map((line) => line.trim());
  const reason = lines
    .filter((line) => line !== '')
    .slice(0, 2)
    .join(': ');
  return [issueOf(agentDiagnostics.create('test-project-failed', { model: model.name, reason }))];
}

function testIssues({ name, failedTests }: TestedModel): readonly ReportIssue[] {
  return failedTests.map((test) => {
    const facts = { test: test.name, model: name, reason: test.message.split('\n')[0] ?? '' };
    if (test.unit) return issueOf(agentDiagnostics.create('test-unit-test-failed', facts));
    return issueOf(agentDiagnostics.create('test-data-test-failed', { ...facts, failures: String(test.failures) }));
  });
}
