import { groupBy } from '../../group-by.js';
import type { LintRule } from '../lint-rule.js';
import type { GraphModel, ProjectNode } from '../project-graph.js';
import { isLeaf, modelsAmong, namesOf, readersOf } from '../reachable.js';

const DOCUMENTED = 'https://dbt-labs.github.io/dbt-project-evaluator/latest/rules/modeling/';
const isSource = ({ kind }: ProjectNode): boolean => kind === 'source';
const isModel = ({ kind }: ProjectNode): boolean => kind === 'model';

/** Thresholds of dbt_project_evaluator. */
const MOST_LEAF_CHILDREN = 3;
const MOST_PARENTS = 7;

/** How models depend on each other and on sources. */
export const MODELING_RULES: readonly LintRule[] = [
  {
    code: 'lint-direct-join-to-source',
    evaluator: { model: 'fct_direct_join_to_source', column: 'child' },
    documented: `${DOCUMENTED}#direct-join-to-source`,
    check: ({ models }) =>
      models
        .filter(({ parents }) => parents.some(isSource) && parents.some(isModel))
        .map(({ name, parents }) => ({ resource: name, detail: namesOf(parents.filter(isSource)) })),
  },
  {
    code: 'lint-downstream-on-source',
    evaluator: { model: 'fct_marts_or_intermediate_dependent_on_source', column: 'child' },
    documented: `${DOCUMENTED}#downstream-models-dependent-on-source`,
    check: ({ models }) =>
      models
        .filter(({ type, parents }) => (type === 'marts' || type === 'intermediate') && parents.some(isSource))
        .map(({ name, parents }) => ({ resource: name, detail: namesOf(parents.filter(isSource)) })),
  },
  {
    code: 'lint-duplicate-source',
    evaluator: { model: 'fct_duplicate_sources', column: 'source_names' },
    documented: `${DOCUMENTED}#duplicate-sources`,
    check: ({ sources }) => {
      // The warehouse does not care about letter case, so more is found here than in dbt_project_evaluator.
      const places = groupBy(sources, ({ schema, identifier }) => `${schema}.${identifier}`.toLowerCase());
      return [...places]
        .filter(([, nodes]) => nodes.length > 1)
        .map(([place, nodes]) => ({ resource: namesOf(nodes), detail: place }));
    },
  },
  {
    code: 'lint-hard-coded-reference',
    evaluator: { model: 'fct_hard_coded_references', column: 'model' },
    documented: `${DOCUMENTED}#hard-coded-references`,
    check: ({ models }) =>
      models.flatMap(({ name, sql }) => {
        const found = hardCodedReferences(sql);
        return found.length > 0 ? [{ resource: name, detail: found.join(', ') }] : [];
      }),
  },
  {
    code: 'lint-model-fanout',
    evaluator: { model: 'fct_model_fanout', column: 'parent' },
    documented: `${DOCUMENTED}#model-fanout`,
    check: ({ models }) =>
      models.flatMap(({ name, children }) => {
        const leaves = modelsAmong(children).filter(isLeaf);
        return leaves.length < MOST_LEAF_CHILDREN ? [] : [{ resource: name, detail: namesOf(leaves) }];
      }),
  },
  {
    code: 'lint-several-sources',
    evaluator: { model: 'fct_multiple_sources_joined', column: 'child' },
    documented: `${DOCUMENTED}#multiple-sources-joined`,
    check: ({ models }) =>
      models
        .map(({ name, parents }) => ({ resource: name, sources: parents.filter(isSource) }))
        .filter(({ sources }) => sources.length > 1)
        .map(({ resource, sources }) => ({ resource, detail: namesOf(sources) })),
  },
  {
    code: 'lint-rejoined-concept',
    evaluator: { model: 'fct_rejoining_of_upstream_concepts', column: 'parent_and_child' },
    documented: `${DOCUMENTED}#rejoining-of-upstream-concepts`,
    check: ({ models }) =>
      models.flatMap((between) => {
        const [child, ...others] = readersOf(between);
        if (child === undefined || others.length > 0) return [];
        const rejoined = between.parents.filter((parent) => child.parents.includes(parent));
        const detail = `${namesOf(rejoined)} and ${child.name}`;
        return rejoined.length > 0 ? [{ resource: between.name, detail }] : [];
      }),
  },
  {
    code: 'lint-root-model',
    evaluator: { model: 'fct_root_models', column: 'child' },
    documented: `${DOCUMENTED}#root-models`,
    check: ({ models }) =>
      models.filter(({ parents }) => parents.length === 0).map(({ name }) => ({ resource: name, detail: '' })),
  },
  {
    code: 'lint-source-fanout',
    evaluator: { model: 'fct_source_fanout', column: 'parent' },
    documented: `${DOCUMENTED}#source-fanout`,
    check: ({ sources }) =>
      sources
        .filter(({ children }) => children.filter(isModel).length > 1)
        .map(({ name, children }) => ({ resource: name, detail: namesOf(children) })),
  },
  {
    code: 'lint-staging-on-downstream',
    evaluator: { model: 'fct_staging_dependent_on_marts_or_intermediate', column: 'child' },
    documented: `${DOCUMENTED}#staging-models-dependent-on-downstream-models`,
    check: ({ models }) => dependentOn(models, ['marts', 'intermediate']),
  },
  {
    code: 'lint-staging-on-staging',
    evaluator: { model: 'fct_staging_dependent_on_staging', column: 'child' },
    documented: `${DOCUMENTED}#staging-models-dependent-on-other-staging-models`,
    check: ({ models }) => dependentOn(models, ['staging']),
  },
  {
    code: 'lint-unused-source',
    evaluator: { model: 'fct_unused_sources', column: 'parent' },
    documented: `${DOCUMENTED}#unused-sources`,
    check: ({ sources }) => sources.filter(isLeaf).map(({ name }) => ({ resource: name, detail: '' })),
  },
  {
    code: 'lint-too-many-joins',
    evaluator: { model: 'fct_too_many_joins', column: 'resource_name' },
    documented: `${DOCUMENTED}#models-with-too-many-joins`,
    check: ({ models }) =>
      models
        .filter(({ parents }) => parents.length >= MOST_PARENTS)
        .map(({ name, parents }) => ({ resource: name, detail: String(parents.length) })),
  },
];

function dependentOn(models: readonly GraphModel[], types: readonly GraphModel['type'][]) {
  return models
    .filter(({ type }) => type === 'staging')
    .map(({ name, parents }) => ({
      resource: name,
      wrong: modelsAmong(parents).filter((parent) => types.includes(parent.type)),
    }))
    .filter(({ wrong }) => wrong.length > 0)
    .map(({ resource, wrong }) => ({ resource, detail: namesOf(wrong) }));
}

/**
 * Behind FROM or JOIN: `{{ var(...) }}`, a name of two or three parts, or one of two letters or more in quotes; a name
 * may have a hyphen. Line comments do not count.
 */
const HARD_CODED = [
  /(?<!distinct\s)(?:from|join)\s+(\{\{\s*var\s*\([^)]+\)\s*\}\})/gi,
  /(?<!distinct\s)(?:from|join)\s+([[`"']?\w+-?\w*[\]`"']?(?:\.[[`"']?\w+-?\w*[\]`"']?){1,2})(?=\s|$)/gi,
  /(?<!distinct\s)(?:from|join)\s+([[`"']\w+-?\w+[\]`"'])(?=\s|$)/gi,
];

function hardCodedReferences(sql: string): readonly string[] {
  const text = sql.replace(/--[^\n]*/g, '');
  const found = HARD_CODED.flatMap((pattern) => [...text.matchAll(pattern)].map(([, name = '']) => name));
  return [...new Set(found)].sort();
}
