import type { Evidence, ReportIssue } from '@datamigrate/contracts';
import { type ComparisonOutcome, isEqual, type RowSample } from '@datamigrate/validation';
import { issueOf } from '../cores/estate.js';
import { agentDiagnostics } from '../diagnostics.js';
import type { StepComparison } from '../scenario/proof.js';

/** A comparison that ran, as the report shows it. */
export function evidenceOf(comparison: ComparisonOutcome): readonly Evidence[] {
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

/** The same for a step of a scenario: a comparison that did not run says why. */
export function stepEvidence({ step, model, relation, table, outcome }: StepComparison): readonly Evidence[] {
  if (outcome.status === 'compared') return evidenceOf(outcome);
  const skipped = outcome.diagnostics.map(({ message }) => message).join(' ');
  const counts = { rowsSource: 0, rowsTarget: 0, missing: 0, extra: 0, different: 0, columns: 0 };
  return [{ model, relation, table, columnMap: {}, step, ...counts, tolerances: [], skipped }];
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

export function differenceIssues(object: string, model: string, comparison: ComparisonOutcome): readonly ReportIssue[] {
  if (comparison.status !== 'compared' || isEqual(comparison)) return [];
  const { missing, extra, different } = comparison.evidence;
  const counts = { missing: String(missing), extra: String(extra), different: String(different) };
  return [issueOf(agentDiagnostics.create('evaluate-rows-differ', { model, object, ...counts }))];
}
