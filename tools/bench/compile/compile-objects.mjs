// Views and functions to SQL of DuckDB, as `datamigrate translate --fidelity proven` does it.
import { hasErrors } from '@datamigrate/diagnostics';
import { renderModel } from '@datamigrate/dialects';
import { ASSUMED_FACTS, lowerModel } from '@datamigrate/relational';
import { CatalogBuilder } from '@datamigrate/tsql-binder';
import { parseScript } from '@datamigrate/tsql-syntax';
import { SourceObjects } from '../../../apps/cli/dist/commands/translate/source-objects.js';

const SESSION = { dateFirst: 7, dateFormat: 'mdy', language: 'us_english' };
/** Other objects are read by their names, as in a model. */
const reference = ({ schema, name }) => ({ relation: `${schema}.${name}`, name, direct: true });

/** Gives the SQL of the views; functions are bound, with their statements, where they stand for themselves. */
export function compileDatabase(catalog, modules) {
  const objects = new SourceObjects(catalog, ASSUMED_FACTS, false, undefined);
  const sql = [];
  for (const module of modules) {
    if (module.kind === 'view' || module.kind === 'inline-function') {
      const rendered = compileQuery(objects, module);
      if (rendered !== undefined) sql.push(rendered);
    } else objects.binder.body(module);
  }
  return { objects, sql };
}

/** Those of the modules that bind. */
export function boundOf(catalog, modules) {
  const { binder } = new SourceObjects(catalog, ASSUMED_FACTS, false, undefined);
  return modules.filter((module) => {
    const isQuery = module.kind === 'view' || module.kind === 'inline-function';
    const bound = isQuery ? binder.view(module) : binder.body(module);
    return bound !== undefined && !hasErrors(bound.diagnostics);
  });
}

function compileQuery(objects, module) {
  const bound = objects.binder.view(module);
  if (!bound?.query) return undefined;
  const { query } = lowerModel(objects.settings(SESSION), bound.query, bound.columns);
  return query && renderModel(query, { form: 'plain', reference }).sql;
}

/** A script that defines tables and views. */
export function compileScript(text) {
  const builder = new CatalogBuilder({ name: 'bench' });
  for (const { statements } of parseScript(text)) {
    for (const statement of statements) {
      builder.apply(statement, { text, ansiNulls: true, quotedIdentifier: true });
    }
  }
  const catalog = builder.catalog();
  return compileDatabase(catalog, catalog.modules);
}
