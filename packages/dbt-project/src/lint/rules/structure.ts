import type { LintRule } from '../lint-rule.js';
import type { ModelType } from '../project-graph.js';

const DOCUMENTED = 'https://dbt-labs.github.io/dbt-project-evaluator/latest/rules/structure/';

const PREFIXES: Readonly<Record<ModelType, readonly string[]>> = {
  base: ['base_'],
  staging: ['stg_'],
  intermediate: ['int_'],
  marts: ['fct_', 'dim_'],
  other: ['rpt_'],
};
const FOLDERS: Readonly<Record<string, ModelType>> = {
  base: 'base',
  staging: 'staging',
  intermediate: 'intermediate',
  marts: 'marts',
};

/** Names and folders. */
export const STRUCTURE_RULES: readonly LintRule[] = [
  {
    code: 'lint-model-naming',
    evaluator: { model: 'fct_model_naming_conventions', column: 'resource_name' },
    documented: `${DOCUMENTED}#model-naming-conventions`,
    check: ({ models }) =>
      models
        .filter(({ name, type }) => !PREFIXES[type].some((prefix) => name.startsWith(prefix)))
        .map(({ name, type }) => ({ resource: name, detail: PREFIXES[type].join(' or ') })),
  },
  {
    code: 'lint-model-directory',
    evaluator: { model: 'fct_model_directories', column: 'resource_name' },
    documented: `${DOCUMENTED}#model-directories`,
    check: ({ models }) =>
      models.flatMap(({ name, type, path, parents }) => {
        const folders = path.split('/').slice(0, -1);
        const nearest = folders.findLast((folder) => folder in FOLDERS);
        if (nearest !== undefined && FOLDERS[nearest] !== type) return [{ resource: name, detail: path }];
        const sources = parents.flatMap((parent) => (parent.kind === 'source' ? [parent.source] : []));
        const astray = type === 'staging' && sources.some((source) => !folders.join('/').includes(source));
        return astray ? [{ resource: name, detail: path }] : [];
      }),
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
        .map(({ name, declaredIn }) => ({ resource: name, detail: declaredIn })),
  },
];

const folderOf = (path: string): string => path.slice(0, path.lastIndexOf('/'));
