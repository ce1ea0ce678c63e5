import type { LintRule } from '../lint-rule.js';
import { folderType, MODEL_TYPES, prefixOf } from '../model-types.js';
import { sourcesBehind } from '../reachable.js';

const DOCUMENTED = 'https://dbt-labs.github.io/dbt-project-evaluator/latest/rules/structure/';

/** Names and folders. */
export const STRUCTURE_RULES: readonly LintRule[] = [
  {
    code: 'lint-model-naming',
    evaluator: { model: 'fct_model_naming_conventions', column: 'resource_name' },
    documented: `${DOCUMENTED}#model-naming-conventions`,
    check: ({ models }) =>
      models
        .filter(({ name, type }) => !MODEL_TYPES[type].includes(prefixOf(name)))
        .map(({ name, type }) => ({ resource: name, detail: MODEL_TYPES[type].join(' or ') })),
  },
  {
    code: 'lint-model-directory',
    evaluator: { model: 'fct_model_directories', column: 'resource_name' },
    documented: `${DOCUMENTED}#model-directories`,
    check: ({ models }) =>
      models
        .filter((model) => {
          const folder = folderType(model.path);
          if (folder !== undefined && folder !== model.type) return true;
          return (
            model.type === 'staging' && [...sourcesBehind(model)].some((name) => !folderOf(model.path).includes(name))
          );
        })
        .map(({ name, path }) => ({ resource: name, detail: path })),
  },
  {
    code: 'lint-source-directory',
    evaluator: { model: 'fct_source_directories', column: 'resource_name' },
    documented: `${DOCUMENTED}#source-directories`,
    check: ({ sources }) =>
      sources
        .filter(({ declaredIn, source }) => !folderOf(declaredIn).includes(source))
        .map(({ name, declaredIn }) => ({ resource: name, detail: declaredIn })),
  },
  {
    code: 'lint-test-directory',
    evaluator: { model: 'fct_test_directories', column: 'model_name' },
    documented: `${DOCUMENTED}#test-directories`,
    check: ({ models }) =>
      models
        .filter(({ path, declaredIn }) => folderOf(path) !== folderOf(declaredIn))
        .filter(({ tests, columns }) => tests.length > 0 || columns.some((column) => column.tests?.length))
        .map(({ name, declaredIn }) => ({ resource: name, detail: declaredIn })),
  },
];

const folderOf = (path: string): string => path.slice(0, path.lastIndexOf('/'));
