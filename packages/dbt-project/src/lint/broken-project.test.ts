import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import type { ProjectSpec } from '../spec/project-spec.js';
import { LINT_RULES, lintGraph } from './lint-project.js';
import { type ProjectGraph, projectGraph } from './project-graph.js';

interface BrokenProject {
  readonly spec: ProjectSpec;
  /** Files of properties that stand elsewhere than where we write them. */
  readonly moved: Readonly<Record<string, string>>;
  /** What dbt_project_evaluator 1.3 finds in the project, by our names of its rules. */
  readonly findings: Readonly<Record<string, readonly string[]>>;
}

// `npm run score -- project --evaluator` compares the findings with those of the package itself.
const BROKEN: BrokenProject = JSON.parse(readFileSync(new URL('broken-project.json', import.meta.url), 'utf8'));

function brokenGraph(): ProjectGraph {
  const graph = projectGraph(BROKEN.spec);
  for (const node of [...graph.sources, ...graph.models]) {
    Object.assign(node, { declaredIn: BROKEN.moved[node.declaredIn] ?? node.declaredIn });
  }
  return graph;
}

const RULES = LINT_RULES.flatMap(({ code, evaluator }) => (evaluator === undefined ? [] : [code]));

it.each(RULES)('finds what dbt_project_evaluator finds: %s', (rule) => {
  const found = lintGraph(brokenGraph()).findings.filter((finding) => finding.rule === rule);
  const resources = [...new Set(found.map(({ resource }) => resource))];
  expect(resources).not.toEqual([]);
  expect(resources).toEqual(BROKEN.findings[rule]);
});
