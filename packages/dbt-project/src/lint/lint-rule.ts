import type { LINT_DIAGNOSTICS } from './diagnostics.js';
import type { ProjectGraph } from './project-graph.js';

export type LintCode = keyof typeof LINT_DIAGNOSTICS & string;

export interface LintFinding {
  /** A model, `<source>.<table>`, an exposure, a macro or a test. */
  readonly resource: string;
  /** What exactly is wrong with it, for the message. */
  readonly detail: string;
}

/** One rule: what it is called, where it is documented, and how it is checked on our own graph. */
export interface LintRule {
  readonly code: LintCode;
  /**
   * The model of dbt_project_evaluator that holds the same rule, and the column of it that exceptions name; coverage is
   * one number, which knows no exceptions.
   */
  readonly evaluator?: { readonly model: string; readonly column?: string };
  /** Page that states the rule. */
  readonly documented: string;
  readonly check: (graph: ProjectGraph) => readonly LintFinding[];
}
