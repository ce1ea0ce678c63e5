import { describe, expect, it } from 'vitest';
import { buildProject } from '../build-project.js';
import type { ModelSpec, ProjectSpec } from '../spec/project-spec.js';

const model = (name: string): ModelSpec => ({ name, layer: 'marts', sql: 'select 1 as id', columns: [] });

const PLAIN: ProjectSpec = {
  name: 'shop',
  target: 'duckdb',
  sources: [],
  models: [model('fct_a'), model('fct_b'), model('fct_c')],
};

function settingsOf(more: Partial<ProjectSpec>): string {
  const file = buildProject({ ...PLAIN, ...more }).find(({ path }) => path === 'dbt_project.yml');
  return file?.content.split('\nvars:\n')[1] ?? '';
}

describe('what dbt_project_evaluator is told', () => {
  it('is nothing where nothing differs', () => {
    expect(settingsOf({})).toBe('');
  });

  it('is the test of keys of several columns', () => {
    const genericTests = [
      { name: 'unique_combination', sql: '{% test unique_combination(model, columns) %}{% endtest %}' },
    ];
    expect(settingsOf({ genericTests, vars: { top: 5 } })).toBe(`  top: 5
  dbt_project_evaluator:
    # keys of several columns are tested by tests/generic/unique_combination.sql
    primary_key_test_macros:
      - [dbt.test_unique, dbt.test_not_null]
      - [dbt_utils.test_unique_combination_of_columns]
      - [shop.test_unique_combination]
`);
  });

  it('is the share of models that can have tests, rounded so that one more is too many', () => {
    const exception = { rule: 'lint-test-coverage', resource: 'fct_a', reason: 'dbo.A has no key' };
    expect(settingsOf({ lintExceptions: [exception] })).toBe(`  dbt_project_evaluator:
    # fct_a: dbo.A has no key
    test_coverage_target: 66.66
`);
  });

  it('has reasons that fit on a line', () => {
    const reason = `dbo.A has no key, ${'and no column is filled '.repeat(5)}ever`;
    const text = settingsOf({ lintExceptions: [{ rule: 'lint-test-coverage', resource: 'fct_a', reason }] });
    const comments = text.split('\n').filter((line) => line.includes('#'));
    expect(comments.map((line) => line.replace(/^ +# +/, '')).join(' ')).toBe(`fct_a: ${reason}`);
    expect(Math.max(...comments.map((line) => line.length))).toBeLessThan(110);
  });

  it('is that reports stand in the marts', () => {
    expect(settingsOf({ models: [model('rpt_a')] })).toContain('marts_prefixes: [fct_, dim_, rpt_]\n');
  });
});
