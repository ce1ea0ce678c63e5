import type { Evidence, ReportIssue, Verdict } from '@datamigrate/contracts';

/** What the evaluator found for one object: written to disk once. */
export interface ObjectEvaluation {
  readonly id: string;
  readonly verdict: Verdict;
  readonly evidence: readonly Evidence[];
  readonly issues: readonly ReportIssue[];
}
