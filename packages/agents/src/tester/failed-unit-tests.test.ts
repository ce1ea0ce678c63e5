import type { ProjectSpec } from '@datamigrate/dbt-project';
import { expect, it } from 'vitest';
import { withFailures, withoutFailed } from './failed-unit-tests.js';
import type { TestedModel, TestOutcome } from './test-outcome.js';

const model = (name: string, failedTests: TestedModel['failedTests']): TestedModel => ({
  name,
  status: 'built',
  tests: { passed: 1, failed: failedTests.length },
  failedTests,
});
const outcome = (...models: TestedModel[]): TestOutcome => ({
  dbt: null,
  models,
  errors: [],
  warnings: [],
  durationMs: 1,
});
const bad = { name: 'a__cases', failures: 1, message: 'actual differs', unit: true } as const;
const unitTest = (name: string) => ({ name, model: 'a', given: [], expect: [{ id: 1 }] });
const spec: ProjectSpec = {
  name: 'p',
  target: 'duckdb',
  sources: [],
  models: [],
  unitTests: [unitTest('a__cases'), unitTest('a__matched_rows')],
};

it('a unit test that failed leaves the project, and the report still knows it', () => {
  const first = outcome(model('a', [bad]), model('b', []));
  expect(withoutFailed(spec, first).unitTests?.map(({ name }) => name)).toEqual(['a__matched_rows']);
  const [a, b] = withFailures(outcome(model('a', []), model('b', [])), first).models;
  expect([a?.failedTests, a?.tests.failed, b?.failedTests]).toEqual([[bad], 1, []]);
});

it('a data test that failed changes nothing', () => {
  const failed = outcome(model('a', [{ name: 'unique_a_id', failures: 2, message: 'Got 2 results' }]));
  expect(withoutFailed(spec, failed)).toBe(spec);
});
