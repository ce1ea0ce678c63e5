// The views of some scripts as models of a dbt project, as a migration writes them for rows that hold no surprises.
import { CatalogIndex } from '@datamigrate/catalog';
import { snakeCase } from '@datamigrate/dbt-project';
import { renderModel } from '@datamigrate/dialects';
import { columnOrigin, lowerModel } from '@datamigrate/relational';
import { loadScripts } from '@datamigrate/tsql-engine';

const yes = () => true;
/** Whatever a lowering asks about the rows holds: what it relies on stands below the model. */
const FACTS = {
  spelledAlike: yes,
  simpleLetters: yes,
  simpleOrder: yes,
  noTrailingBlanks: yes,
  neverZero: yes,
  moderateAmounts: yes,
};
const SESSION = { dateFirst: 7, dateFormat: 'mdy', language: 'us_english' };

/** @param SourceObjects that of apps/cli, built or from its sources */
export function exampleModels(scripts, SourceObjects) {
  const { catalog } = loadScripts(scripts);
  const index = new CatalogIndex(catalog);
  const objects = new SourceObjects(catalog, FACTS, false, undefined);
  const lowered = new Map();
  const settings = {
    ...objects.settings(SESSION),
    name: snakeCase,
    relation: (object) => {
      const found = index.object(object.name, object.schema);
      if (found?.kind === 'table') {
        const names = found.table.columns.map(({ name }) => name);
        return { columns: names.map(snakeCase), origins: names.map((name) => columnOrigin(object, name)) };
      }
      return found?.kind === 'module' && found.module.kind === 'view' ? lower(found.module) : undefined;
    },
  };
  const lower = (view) => {
    if (!lowered.has(view)) {
      const bound = objects.binder.view(view);
      lowered.set(view, lowerModel(settings, bound.query, bound.columns));
    }
    return lowered.get(view);
  };
  const reference = ({ schema, name }) => {
    const found = index.object(name, schema);
    const model = snakeCase(found?.kind === 'module' ? name.replace(/^v(?=[A-Z])/, '') : name);
    const called = found?.kind === 'module' ? model : `stg_${snakeCase(schema)}__${model}`;
    return { relation: `{{ ref('${called}') }}`, name: model };
  };
  return catalog.modules
    .filter(({ kind }) => kind === 'view')
    .map((view) => {
      const { query, assumptions, normalised, diagnostics } = lower(view);
      const rendered = query && renderModel(query, { reference });
      return {
        name: snakeCase(view.name.replace(/^v(?=[A-Z])/, '')),
        title: `${view.schema}.${view.name}`,
        original: view.definition.trim(),
        sql: rendered?.sql?.trim(),
        macros: rendered?.macros ?? [],
        assumptions: assumptions.map(({ code, text }) => ({ code, text })),
        normalised: normalised.map(({ text }) => text),
        refusals: [...diagnostics, ...(rendered?.diagnostics ?? [])].map(({ code, message }) => ({ code, message })),
      };
    });
}
