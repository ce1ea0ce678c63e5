import { CatalogIndex } from '@datamigrate/catalog';
import { type LoweredModel, lowerModel, NO_FACTS } from '@datamigrate/relational';
import { CatalogBuilder, ModuleBinder } from '@datamigrate/tsql-binder';
import { parseScript } from '@datamigrate/tsql-syntax';
import { renderCondition } from '../duckdb/render-condition.js';
import { renderModel } from '../duckdb/render-model.js';
import { TABLES } from './duckdb-session.js';

/** A view, bound and lowered without facts about its rows. */
function loweredView(view: string): LoweredModel {
  const builder = new CatalogBuilder({ name: 'tests' });
  for (const text of [TABLES, view]) {
    for (const { statements } of parseScript(text)) {
      for (const statement of statements) builder.apply(statement, { text, ansiNulls: true, quotedIdentifier: true });
    }
  }
  const index = new CatalogIndex(builder.catalog());
  const binder = new ModuleBinder(index);
  const module = index.catalog.modules[0];
  const bound = module && binder.view(module);
  if (!bound?.query) throw new Error(bound?.diagnostics.map(({ message }) => message).join('; ') ?? 'no view');
  return lowerModel(
    {
      facts: NO_FACTS,
      guards: true,
      name: (original) => original.toLowerCase(),
      relation: () => ({ columns: ['id', 'name', 'title', 'price', 'sold', 'stamp'], origins: [] }),
    },
    bound.query,
    bound.columns,
  );
}

/** A condition over dbo.Item as a test of a dbt project states it; undefined where it cannot. */
export function conditionOf(condition: string): string | undefined {
  const { query } = loweredView(`CREATE VIEW dbo.v AS SELECT Id FROM dbo.Item WHERE ${condition}`);
  return query?.kind === 'select' && query.where ? renderCondition(query.where) : undefined;
}

/** A view as a model of a dbt project; with `history` its rows come behind those of a table. */
export function modelOf(view: string, history?: { readonly schema: string; readonly name: string }): string {
  const lowered = loweredView(view);
  const rendered =
    lowered.query &&
    renderModel(lowered.query, {
      reference: ({ name }) => ({ relation: `{{ ref('${name.toLowerCase()}') }}`, name: name.toLowerCase() }),
      ...(history ? { history } : {}),
    });
  return rendered?.sql ?? `refused: ${lowered.diagnostics.map(({ message }) => message).join('; ')}`;
}
