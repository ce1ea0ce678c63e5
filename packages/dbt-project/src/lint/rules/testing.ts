import type { DataTestSpec } from '../../spec/project-spec.js';
import type { LintRule } from '../lint-rule.js';
import type { GraphModel } from '../project-graph.js';

const DOCUMENTED = 'https://dbt-labs.github.io/dbt-project-evaluator/latest/rules/testing/';

/** Tests that models and sources have. */
export const TESTING_RULES: readonly LintRule[] = [
  {
    code: 'lint-primary-key-untested',
    evaluator: { model: 'fct_missing_primary_key_tests', column: 'resource_name' },
    documented: `${DOCUMENTED}#missing-primary-key-tests`,
    check: ({ models }) =>
      models.filter((model) => !isKeyTested(model)).map(({ name }) => ({ resource: name, detail: '' })),
  },
  {
    code: 'lint-source-freshness',
    evaluator: { model: 'fct_sources_without_freshness', column: 'resource_name' },
    documented: `${DOCUMENTED}#missing-source-freshness`,
    // `freshness: null` is an answer too, but one that stands beside the reason, in an exception.
    check: ({ sources }) =>
      sources.filter(({ freshness }) => !isWatched(freshness)).map(({ name }) => ({ resource: name, detail: '' })),
  },
  {
    code: 'lint-test-coverage',
    evaluator: { model: 'fct_test_coverage' },
    documented: `${DOCUMENTED}#test-coverage`,
    check: ({ models }) =>
      models
        .filter(({ tests, columns }) => tests.length === 0 && columns.every((column) => !column.tests?.length))
        .map(({ name }) => ({ resource: name, detail: '' })),
  },
];

const isWatched = (freshness: object | null | undefined): boolean =>
  Object.entries(freshness ?? {}).some(([key, limit]) => /^(?:warn|error)_after$/.test(key) && limit !== null);

const isTest = (name: string) => (test: DataTestSpec) => test.test === name || test.test.endsWith(`.${name}`);

/** `unique` and `not_null` on one column, either of them as a constraint, or a test of a key of several columns. */
function isKeyTested({ columns, tests }: GraphModel): boolean {
  const combination = tests.some(
    (test) => isTest('unique_combination')(test) || isTest('unique_combination_of_columns')(test),
  );
  if (combination) return true;
  return columns.some(({ tests: own = [], constraints = [] }) => {
    const unique = own.some(isTest('unique'));
    const filled = own.some(isTest('not_null')) || constraints.some(({ type }) => type === 'not_null');
    return unique && filled;
  });
}
