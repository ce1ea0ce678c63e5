import type { Diagnostic } from '@datamigrate/diagnostics';
import { compareText } from '@datamigrate/foundation';
import type { LintException, ProjectSpec } from '../spec/project-spec.js';
import { lintDiagnostics } from './diagnostics.js';
import type { LintCode, LintFinding, LintRule } from './lint-rule.js';
import { type ProjectGraph, projectGraph } from './project-graph.js';
import { CONTENT_RULES } from './rules/contents.js';
import { DOCUMENTATION_RULES } from './rules/documentation.js';
import { MODELING_RULES } from './rules/modeling.js';
import { PERFORMANCE_AND_GOVERNANCE_RULES } from './rules/performance-and-governance.js';
import { STRUCTURE_RULES } from './rules/structure.js';
import { TESTING_RULES } from './rules/testing.js';

/** All rules, in the order of their reports. */
export const LINT_RULES: readonly LintRule[] = [
  ...MODELING_RULES,
  ...TESTING_RULES,
  ...DOCUMENTATION_RULES,
  ...STRUCTURE_RULES,
  ...PERFORMANCE_AND_GOVERNANCE_RULES,
  ...CONTENT_RULES,
];

export interface LintOutcome {
  /** What breaks a rule without an exception, as `lint-*` diagnostics. */
  readonly diagnostics: readonly Diagnostic[];
  readonly findings: readonly (LintFinding & { readonly rule: LintCode })[];
  /** Exceptions that were needed. */
  readonly excepted: readonly LintException[];
  /** Exceptions to which nothing corresponds any more. */
  readonly unused: readonly LintException[];
}

/** Checks a project before dbt sees it. The same specification gives the same outcome. */
export function lintProject(spec: ProjectSpec): LintOutcome {
  return lintGraph(projectGraph(spec), spec.lintExceptions);
}

export function lintGraph(graph: ProjectGraph, exceptions: readonly LintException[] = []): LintOutcome {
  const keyOf = (rule: string, resource: string): string => `${rule}\0${resource}`;
  const allowed = new Map(exceptions.map((each) => [keyOf(each.rule, each.resource), each]));
  const patterns = exceptions.filter(({ resource }) => resource.includes('%'));
  const used = new Set<LintException>();
  const findings: (LintFinding & { readonly rule: LintCode })[] = [];
  for (const { code, check } of LINT_RULES) {
    const found = [...check(graph)].sort((a, b) => compareText(a.resource, b.resource));
    for (const finding of found) {
      const exception =
        allowed.get(keyOf(code, finding.resource)) ??
        patterns.find(({ rule, resource }) => rule === code && isLike(finding.resource, resource));
      if (exception === undefined) findings.push({ rule: code, ...finding });
      else used.add(exception);
    }
  }
  return {
    diagnostics: findings.map(({ rule, resource, detail }) => ({
      ...lintDiagnostics.create(rule, { resource, detail }),
      object: resource,
    })),
    findings,
    excepted: exceptions.filter((each) => used.has(each)),
    unused: exceptions.filter((each) => !used.has(each)),
  };
}

/** `erp.%`, as the exceptions of dbt_project_evaluator have it. */
function isLike(name: string, pattern: string): boolean {
  const parts = pattern.split('%').map((part) => part.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`).test(name);
}
