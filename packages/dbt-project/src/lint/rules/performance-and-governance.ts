import type { ColumnSpec } from '../../spec/project-spec.js';
import type { LintRule } from '../lint-rule.js';
import { isVirtual, modelsAmong, namesOf, viewChains } from '../reachable.js';

const DOCUMENTED = 'https://dbt-labs.github.io/dbt-project-evaluator/latest/rules/';

/** Threshold of dbt_project_evaluator. */
const LONGEST_VIEW_CHAIN = 5;

/** What costs time, and what others are promised. */
export const PERFORMANCE_AND_GOVERNANCE_RULES: readonly LintRule[] = [
  {
    code: 'lint-chained-views',
    evaluator: { model: 'fct_chained_views_dependencies', column: 'child' },
    documented: `${DOCUMENTED}performance/#chained-view-dependencies`,
    check: ({ models }) =>
      [...viewChains(models)]
        .filter(([, length]) => length > LONGEST_VIEW_CHAIN)
        .map(([{ name }, length]) => ({ resource: name, detail: String(length) })),
  },
  {
    code: 'lint-exposure-materialization',
    evaluator: { model: 'fct_exposure_parents_materializations', column: 'parent_resource_name' },
    documented: `${DOCUMENTED}performance/#exposure-parents-materializations`,
    check: ({ exposures }) =>
      exposures.flatMap(({ name, parents }) => {
        const virtual = modelsAmong(parents).filter(({ materialized }) => isVirtual(materialized));
        return virtual.map((parent) => ({ resource: parent.name, detail: name }));
      }),
  },
  {
    code: 'lint-public-without-contract',
    evaluator: { model: 'fct_public_models_without_contract', column: 'resource_name' },
    documented: `${DOCUMENTED}governance/#public-models-without-contracts`,
    check: ({ models }) =>
      models
        .filter(({ access, contract }) => access === 'public' && !contract)
        .map(({ name }) => ({ resource: name, detail: '' })),
  },
  {
    code: 'lint-undocumented-public-model',
    evaluator: { model: 'fct_undocumented_public_models', column: 'resource_name' },
    documented: `${DOCUMENTED}governance/#undocumented-public-models`,
    check: ({ models }) =>
      models
        .filter(({ access }) => access === 'public')
        .map(({ name, description, columns }) => ({
          resource: name,
          silent: [
            ...(description === '' ? ['the model'] : []),
            ...(columns.length === 0 ? ['its columns'] : namesWithoutDescription(columns)),
          ],
        }))
        .filter(({ silent }) => silent.length > 0)
        .map(({ resource, silent }) => ({ resource, detail: silent.join(', ') })),
  },
  {
    code: 'lint-exposure-on-private',
    evaluator: { model: 'fct_exposures_dependent_on_private_models', column: 'exposure_name' },
    documented: `${DOCUMENTED}governance/#exposures-dependent-on-private-models`,
    check: ({ exposures }) =>
      exposures
        .map(({ name, parents }) => ({
          name,
          closed: modelsAmong(parents).filter(({ access }) => access !== 'public'),
        }))
        .filter(({ closed }) => closed.length > 0)
        .map(({ name, closed }) => ({ resource: name, detail: namesOf(closed) })),
  },
];

function namesWithoutDescription(columns: readonly ColumnSpec[]) {
  return columns.filter(({ description, docsBlock }) => !(description || docsBlock)).map(({ name }) => name);
}
