// Every view of whole databases on generated rows: what the reference engine makes of it, and what our translation of it
// makes on DuckDB.

import { hasErrors } from '@datamigrate/diagnostics';
import { NO_FACTS } from '@datamigrate/relational';
import { generateRows, measureBranches } from '@datamigrate/row-generator';
import { executeSql, quotedName } from '@datamigrate/tsql-engine';
import { SourceObjects } from '../../../apps/cli/dist/commands/translate/source-objects.js';
import { openTarget } from '../semantics/target.mjs';
import { translateView } from '../semantics/views.mjs';
import { differenceOf } from './difference.mjs';

/** In UTC, so that both sides have the same day while this runs. */
const NOW = Date.now();

/** Adds the views of an estate to the tally; gives what was measured of its branches. */
export async function compareViews({ databases }, { seed, rows, tally }) {
  const measured = { views: 0, withRows: 0, branches: 0, reached: 0, unfilled: [] };
  for (const { folder, load } of databases) {
    const { database, catalog } = load({ now: () => NOW });
    const views = catalog.modules.filter(({ kind }) => kind === 'view');
    if (views.length === 0) continue;
    for (const table of catalog.tables) database.store(table)?.adopt([]);
    const { diagnostics } = generateRows(database, { seed, rows, modules: views });
    for (const { code, object } of diagnostics) {
      if (code === 'generate-no-rows') measured.unfilled.push(`${folder} ${object}`);
    }
    // Views over tables that the scripts do not create are none that SQL Server would take.
    const valid = views.filter((view) => !hasErrors(database.binder.view(view)?.diagnostics ?? []));
    const { branches, runs } = measureBranches(database, valid);
    measured.views += valid.length;
    measured.withRows += runs.filter((run) => run.rows > 0).length;
    measured.branches += branches.length;
    measured.reached += branches.filter(({ reached }) => reached > 0).length;
    const target = await openTarget({ catalog, database });
    try {
      for (const view of views)
        await compareView(database, target, `${folder} ${view.schema}.${view.name}`, view, tally);
    } finally {
      target.close();
    }
  }
  return measured;
}

async function compareView(database, target, id, view, tally) {
  const objects = new SourceObjects(database.catalog, NO_FACTS, true, undefined);
  const translation = translateView(objects, view);
  // SQL Server would not take it either.
  if (translation.state === 'no table') return;
  if (translation.sql === undefined) {
    const codes = translation.diagnostics.filter(({ severity }) => severity === 'error').map(({ code }) => code);
    return tally.refused(id, [...new Set(codes)].join(', ') || translation.state);
  }
  database.startSpending();
  const expected = executeSql(database, `SELECT * FROM ${quotedName(view)}`);
  if (expected.refusal) return tally.refused(id, `engine: ${expected.refusal.construct}`);
  let found;
  try {
    for (const statement of translation.prelude) await target.run(statement);
    found = await target.answer(translation.sql);
  } catch (error) {
    if (expected.error) return tally.right();
    // The translation says at run time that it does not know.
    if (/No rule decides/.test(String(error))) return tally.refused(id, 'undecided at run time');
    const reason = String(error instanceof Error ? error.message : error).split('\n')[0];
    return tally.wrong(id, `DuckDB: ${reason}`);
  }
  if (expected.error) {
    return tally.wrong(id, `error ${expected.error.number} in T-SQL (${expected.error.message}), rows on DuckDB`);
  }
  const difference = differenceOf(expected.resultSets[0], found.rows);
  if (difference === undefined) return tally.right();
  // What SQL Server itself is free to answer in several ways.
  return translation.normalised ? tally.refused(id, 'normalised') : tally.wrong(id, difference);
}
