// The views of whole databases: bound, translated, and run on DuckDB over the rows that their scripts insert.
import { hasErrors } from '@datamigrate/diagnostics';
import { renderModel } from '@datamigrate/dialects';
import { ASSUMED_FACTS, lowerModel, NO_FACTS } from '@datamigrate/relational';
import { SourceObjects } from '../../../apps/cli/dist/commands/translate/source-objects.js';
import { openTarget } from './target.mjs';

const SESSION = { dateFirst: 7, dateFormat: 'mdy', language: 'us_english' };

/** @param {'exact' | 'proven'} fidelity */
export async function judgeViews({ databases }, fidelity) {
  const results = [];
  for (const { folder, load } of databases) {
    const loaded = load();
    const views = loaded.catalog.modules.filter(({ kind }) => kind === 'view');
    if (views.length === 0) continue;
    const target = await openTarget(loaded);
    const objects = new SourceObjects(
      loaded.catalog,
      fidelity === 'exact' ? NO_FACTS : ASSUMED_FACTS,
      fidelity === 'exact',
      undefined,
    );
    for (const view of views) {
      const result = translateView(objects, view);
      const ran = result.sql === undefined ? result : { ...result, ...(await run(target, result)) };
      results.push({ database: folder, view: `${view.schema}.${view.name}`, definition: view.definition, ...ran });
    }
    target.close();
  }
  return results;
}

export function translateView(objects, view) {
  const bound = objects.binder.view(view);
  if (!bound?.query || hasErrors(bound.diagnostics)) {
    const diagnostics = bound?.diagnostics ?? [];
    return { state: lacksTables(diagnostics) ? 'no table' : 'not bound', diagnostics };
  }
  const lowered = lowerModel(objects.settings(SESSION), bound.query, bound.columns);
  if (!lowered.query) return { state: 'refused', diagnostics: causes(lowered, objects) };
  const rendered = renderModel(lowered.query, { form: 'plain', reference: (object) => objects.reference(object) });
  if (rendered.sql === undefined) return { state: 'refused', diagnostics: rendered.diagnostics };
  const normalised = [lowered, ...objects.views()].some((model) => model.normalised?.length > 0);
  return { state: 'translated', sql: rendered.sql, prelude: rendered.prelude, normalised, diagnostics: [] };
}

/**
 * Whether a view reads what the scripts of its database do not create: SQL Server would not take it either. Tables of
 * applications are made by the software that fills them.
 */
function lacksTables(diagnostics) {
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  return errors.every(({ code }) => code === 'bind-unknown-object');
}

/** A view that stands on a refused one is refused for that one's reason. */
function causes(lowered, objects) {
  const own = lowered.diagnostics.filter(({ code }) => code !== 'lower-refused-object');
  if (own.length > 0) return own;
  const below = objects.views().flatMap(({ query, diagnostics }) => (query ? [] : diagnostics));
  const deeper = below.filter(({ code }) => code !== 'lower-refused-object');
  return deeper.length > 0 ? deeper.slice(0, 1) : lowered.diagnostics;
}

async function run(target, { sql, prelude }) {
  try {
    for (const statement of prelude) await target.run(statement);
    const { rows } = await target.answer(sql);
    return { state: 'runs', rows: rows.length };
  } catch (error) {
    return { state: 'fails', detail: error instanceof Error ? error.message.split('\n')[0] : String(error) };
  }
}
