import type { ReportIssue } from '@datamigrate/contracts';
import { type ComparisonOutcome, isEqual } from '@datamigrate/validation';
import { issueOf } from '../cores/estate.js';
import { agentDiagnostics } from '../diagnostics.js';
import type { ObjectExecution } from '../executor/object-execution.js';
import type { ScenarioProof, StepComparison } from './proof.js';

/** What a scenario says about one object. */
export interface ObjectProof {
  /** All that must be equal for the object to be called so. */
  readonly comparisons: readonly ComparisonOutcome[];
  /** Those that belong to the object itself. */
  readonly own: readonly StepComparison[];
  /** Models that stand for the object, its own or those of the procedures that it calls. */
  readonly models: readonly string[];
  readonly issues: readonly ReportIssue[];
}

/**
 * Evidence about a target that no model of a procedure stands for: that the calls left it as it was. Where they did not,
 * nothing is wrong with the landed table; the procedures that changed it answer for that.
 */
export function tableProof(proof: ScenarioProof, id: string): readonly StepComparison[] {
  const own = proof.comparisons.filter(({ owner }) => owner === id);
  return own.every(({ outcome }) => isEqual(outcome)) ? own : [];
}

/**
 * A procedure is as equal as the tables and results that it owns; one that owns none, as those of the procedures that it
 * calls. A scenario that somebody gave is one claim: when any of its targets differs at any step, none of its procedures
 * is called equal.
 */
export function procedureProof(proof: ScenarioProof, { id, models: ownModels, trace }: ObjectExecution): ObjectProof {
  const called = proof.called.get(id);
  const own = proof.comparisons.filter(({ owner }) => owner === id);
  // One that owns no model is what the models of others make of it: those that it calls, or that call it.
  const lent = new Set(ownModels.length > 0 ? [] : trace.flatMap(({ models }) => models));
  const others = proof.comparisons.filter(({ owner, model }) => called?.has(owner) || lent.has(model));
  const borrowed = own.length > 0 ? own : others;
  const models = [...new Set(borrowed.map(({ model }) => model))];
  const proposed = proof.proposed.get(id) ?? [];
  const chosen = proposed.map((value) => issueOf(agentDiagnostics.create('evaluate-proposed-value', { value })));
  if (!called) {
    const given = proof.origin === 'given';
    const reason = given
      ? 'no step of the scenario calls it.'
      : 'no call of it could be proposed; a scenario can state one.';
    return { comparisons: [], own, models, issues: [skippedIssue(id, reason)] };
  }
  const notes = proof.notes.filter(({ procedures }) => procedures === undefined || procedures.includes(id));
  const broken = notes.filter(({ kind }) => kind === 'not-proven');
  const issues = notes.map(({ step, kind, reason }) => {
    return issueOf(agentDiagnostics.create(NOTE_CODES[kind], { step: String(step), reason }));
  });
  if (broken.length > 0) {
    return { comparisons: broken.map(notRun), own: own.filter(before(broken)), models, issues: [...chosen, ...issues] };
  }
  if (borrowed.length === 0) {
    const reason = 'the scenario names none of its tables as a target, and no result set stands for it.';
    return { comparisons: [], own, models, issues: [...chosen, ...issues, skippedIssue(id, reason)] };
  }
  const outcomes = borrowed.map(({ outcome }) => outcome);
  if (own.length > 0 && outcomes.every(isEmpty)) issues.push(issueOf(agentDiagnostics.create('evaluate-no-rows', {})));
  const other = proof.origin === 'given' ? firstDifference(proof) : undefined;
  if (!other || !outcomes.every(isEqual)) return { comparisons: outcomes, own, models, issues: [...chosen, ...issues] };
  const { table, step } = other;
  const note = agentDiagnostics.create('evaluate-scenario-differs', { object: id, table, step: String(step) });
  return { comparisons: [...outcomes, notRun()], own, models, issues: [...chosen, ...issues, issueOf(note)] };
}

const NOTE_CODES = {
  'not-proven': 'evaluate-step-not-proven',
  'ended-with-error': 'evaluate-step-error',
  'caught-error': 'evaluate-step-caught',
} as const;

const isEmpty = (outcome: ComparisonOutcome): boolean =>
  outcome.status === 'compared' && outcome.evidence.rowsSource === 0 && outcome.evidence.rowsTarget === 0;

/** The first place where a scenario is not equal. */
function firstDifference({
  comparisons,
  notes,
}: ScenarioProof): { readonly table: string; readonly step: number } | undefined {
  const different = comparisons.find(({ outcome }) => !isEqual(outcome));
  if (different) return different;
  const broken = notes.find(({ kind }) => kind === 'not-proven');
  return broken && { table: 'The scenario', step: broken.step };
}

const before =
  (broken: readonly { readonly step: number }[]) =>
  ({ step }: StepComparison): boolean =>
    broken.every((note) => step < note.step);

const notRun = (): ComparisonOutcome => ({ status: 'not-run', diagnostics: [] });

function skippedIssue(object: string, reason: string): ReportIssue {
  return issueOf(agentDiagnostics.create('evaluate-skipped', { object, reason }));
}
