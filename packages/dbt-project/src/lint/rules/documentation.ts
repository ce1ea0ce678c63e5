import type { LintRule } from '../lint-rule.js';

const DOCUMENTED = 'https://dbt-labs.github.io/dbt-project-evaluator/latest/rules/documentation/';

/** Sentences that repeat the name of what they describe. */
const EMPTY = /^(?:rows? of|table|view|from the (?:view|procedure|table)|the (?:table|view))\s+[\w.[\]"]+\s*\.?$/i;

/** What is said about models and sources. */
export const DOCUMENTATION_RULES: readonly LintRule[] = [
  {
    code: 'lint-undocumented-model',
    evaluator: { model: 'fct_undocumented_models', column: 'resource_name' },
    documented: `${DOCUMENTED}#undocumented-models`,
    check: ({ models }) =>
      models.filter(({ description }) => description === '').map(({ name }) => ({ resource: name, detail: '' })),
  },
  {
    code: 'lint-documentation-coverage',
    evaluator: { model: 'fct_documentation_coverage' },
    documented: `${DOCUMENTED}#documentation-coverage`,
    check: ({ models }) => {
      const described = models.filter(({ description }) => description !== '').length;
      if (described === models.length) return [];
      return [{ resource: 'models', detail: `${described} of ${models.length}` }];
    },
  },
  {
    code: 'lint-undocumented-source',
    evaluator: { model: 'fct_undocumented_sources', column: 'source_name' },
    documented: `${DOCUMENTED}#undocumented-sources`,
    check: ({ sources }) => {
      const silent = sources.filter(({ sourceDescription }) => sourceDescription === '');
      return [...new Set(silent.map(({ source }) => source))].map((resource) => ({ resource, detail: '' }));
    },
  },
  {
    code: 'lint-undocumented-source-table',
    evaluator: { model: 'fct_undocumented_source_tables', column: 'resource_name' },
    documented: `${DOCUMENTED}#undocumented-source-tables`,
    check: ({ sources }) =>
      sources.filter(({ description }) => description === '').map(({ name }) => ({ resource: name, detail: '' })),
  },
  {
    code: 'lint-empty-description',
    documented: 'https://docs.getdbt.com/docs/build/documentation',
    check: ({ models, sources }) =>
      [...models, ...sources]
        .filter(({ description }) => EMPTY.test(description.trim()))
        .map(({ name, description }) => ({ resource: name, detail: description.trim() })),
  },
  {
    code: 'lint-undocumented-macro',
    documented:
      'https://github.com/dbt-checkpoint/dbt-checkpoint (check-macro-has-description, check-macro-arguments-have-desc)',
    check: ({ macros }) =>
      macros.flatMap(({ name, description = '', arguments: args = [] }) => {
        if (description === '') return [{ resource: name, detail: 'the macro' }];
        const silent = args.filter((argument) => !argument.description).map((argument) => argument.name);
        return silent.length > 0 ? [{ resource: name, detail: silent.join(', ') }] : [];
      }),
  },
];
