import type { LintFinding, LintRule } from '../lint-rule.js';
import type { GraphModel } from '../project-graph.js';

const CHECKPOINT = 'https://github.com/dbt-checkpoint/dbt-checkpoint/blob/main/HOOKS.md';
const BOUNCER = 'https://godatadriven.github.io/dbt-bouncer/';

/** What dbt_project_evaluator does not look at: texts, types, and what dbt accepts in silence. */
export const CONTENT_RULES: readonly LintRule[] = [
  {
    code: 'lint-semicolon',
    documented: `${CHECKPOINT} (check-script-semicolon)`,
    check: ({ models }) =>
      models.filter(({ sql }) => /;\s*$/.test(sql)).map(({ name }) => ({ resource: name, detail: '' })),
  },
  {
    code: 'lint-column-without-type',
    documented: `${CHECKPOINT} (check-column-data-types)`,
    check: ({ models }) => each(models, ({ columns }) => columns.filter((column) => column.dataType === undefined)),
  },
  {
    code: 'lint-contract-without-type',
    documented: 'https://docs.getdbt.com/reference/resource-configs/contract',
    check: ({ models }) =>
      each(models, ({ contract, columns }) =>
        contract ? columns.filter((column) => column.dataType === undefined) : [],
      ),
  },
  {
    code: 'lint-contract-schema-change',
    documented: 'https://docs.getdbt.com/reference/resource-configs/contract#incremental-models-and-on_schema_change',
    check: ({ models }) =>
      models
        .filter(({ contract, materialized, config }) => {
          const change = config['on_schema_change'];
          return contract && materialized === 'incremental' && change !== 'fail' && change !== 'append_new_columns';
        })
        .map(({ name }) => ({ resource: name, detail: '' })),
  },
  {
    code: 'lint-incremental-without-key',
    documented: `${BOUNCER} (check_model_incremental_unique_key)`,
    check: ({ models }) =>
      models
        .filter(({ materialized, config }) => materialized === 'incremental' && config['unique_key'] === undefined)
        .filter(({ config }) => !['append', 'microbatch'].includes(String(config['incremental_strategy'])))
        .map(({ name }) => ({ resource: name, detail: '' })),
  },
  {
    code: 'lint-source-loader',
    documented: `${CHECKPOINT} (check-source-has-loader)`,
    check: ({ sources }) => {
      const silent = sources.filter(({ loader }) => !loader).map(({ source }) => source);
      return [...new Set(silent)].map((resource) => ({ resource, detail: '' }));
    },
  },
  {
    code: 'lint-boolean-name',
    documented: 'https://docs.getdbt.com/best-practices/how-we-style/1-how-we-style-our-dbt-models',
    check: ({ models }) =>
      each(models, ({ columns }) =>
        columns.filter(({ name, dataType }) => /^(?:is|has)_/.test(name) && !/^(?:bool|bit)/i.test(dataType ?? 'bool')),
      ),
  },
  {
    code: 'lint-unit-test-input',
    documented: 'https://docs.getdbt.com/docs/build/unit-tests',
    check: ({ models, unitTests }) => {
      const byName = new Map(models.map((model) => [model.name, model]));
      return unitTests.flatMap(({ name, model, given }): LintFinding[] => {
        const tested = byName.get(model);
        if (tested === undefined) return [{ resource: name, detail: `the model ${model}` }];
        const inputs = new Set(given.map(({ input }) => input.replaceAll('"', "'").replaceAll(' ', '')));
        const missing = tested.parents
          .map((parent) => (parent.kind === 'source' ? sourceCall(parent.name) : `ref('${parent.name}')`))
          .filter((call) => !inputs.has(call));
        return missing.length > 0 ? [{ resource: name, detail: missing.join(', ') }] : [];
      });
    },
  },
  {
    code: 'lint-unit-test-column',
    documented: 'https://docs.getdbt.com/docs/build/unit-tests',
    check: ({ models, unitTests }) => {
      const byName = new Map(models.map((model) => [model.name, model]));
      return unitTests.flatMap(({ name, model, expect }) => {
        const known = new Set(byName.get(model)?.columns.map((column) => column.name.toLowerCase()));
        const named = new Set(expect.flatMap((row) => Object.keys(row)));
        const unknown = known.size === 0 ? [] : [...named].filter((column) => !known.has(column.toLowerCase()));
        return unknown.length > 0 ? [{ resource: name, detail: unknown.join(', ') }] : [];
      });
    },
  },
];

const sourceCall = (name: string): string => {
  const [source = '', table = ''] = name.split('.');
  return `source('${source}','${table}')`;
};

function each(
  models: readonly GraphModel[],
  wrong: (model: GraphModel) => readonly { readonly name: string }[],
): LintFinding[] {
  return models.flatMap((model) => {
    const found = wrong(model);
    return found.length === 0 ? [] : [{ resource: model.name, detail: found.map(({ name }) => name).join(', ') }];
  });
}
