// Every conformance case through the translation, executed on DuckDB and judged.

import { judge } from './judge.mjs';
import { readScript } from './read-script.mjs';
import { openTarget } from './target.mjs';

/**
 * @param {readonly { part: string, name: string, schema?: string, cases: readonly object[] }[]} sets
 * @param {(set: object) => Promise<readonly ({ sql?: string, prelude?: readonly string[], codes?: readonly string[] } | undefined)[]>} translate
 *   one translation a case
 * @param typed whether types count as well as values
 */
export async function judgeCases(sets, translate, typed = true) {
  const results = [];
  for (const set of sets) {
    const translations = await translate(set);
    const target = await openTarget(set.schema === undefined ? undefined : readScript(set.schema));
    for (const [i, each] of set.cases.entries()) {
      const translation = translations[i];
      const judged = await judge(target, each, translation, typed);
      results.push({ ...judged, id: each.id, part: set.part, set: set.name, rule: each.rule, case: each, translation });
    }
    target.close();
  }
  return results;
}

/** The batch of a case: the views that it needs, then the query. */
export const batchOf = ({ view, sql }) => (view === undefined ? sql : `${view}\nGO\n${sql}`);
