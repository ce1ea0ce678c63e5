// `npm run score -- differential [--queries N] [--seed N] [--proven] [--list] [--only queries|views] [--estate NAME]`: random
// queries, and the views of whole databases on generated rows: on the reference engine and, translated, on DuckDB. A difference is a bug in one of them.
import { Tally } from './conformance/tally.mjs';
import { differenceOf } from './differential/difference.mjs';
import { randomQuery } from './differential/queries.mjs';
import { randomFrom } from './differential/random.mjs';
import { tablesScript } from './differential/tables.mjs';
import { ours } from './semantics/ours.mjs';
import { openTarget } from './semantics/target.mjs';
import { sampleEstate, viewEstates } from './semantics/view-estates.mjs';

const QUERIES_A_SET = 500;
const ROWS_A_TABLE = 60;

export async function score(args) {
  const text = (name) => (args.includes(name) ? args[args.indexOf(name) + 1] : undefined);
  const number = (name, otherwise) => Number(text(name) ?? otherwise);
  const list = args.includes('--list');
  const seed = number('--seed', 1);
  const only = text('--only');
  let wrongs = 0;
  if (only !== 'views') {
    const fidelity = args.includes('--proven') ? 'proven' : 'exact';
    wrongs += await scoreQueries(seed, number('--queries', 2000), fidelity, list);
  }
  if (only !== 'queries') wrongs += await scoreViews(seed, number('--rows', ROWS_A_TABLE), text('--estate'), list);
  return wrongs > 0 ? 1 : 0;
}

async function scoreQueries(first, wanted, fidelity, list) {
  const engine = await import('@datamigrate/tsql-engine');
  const rows = new Tally();
  const errors = new Tally();
  for (let done = 0, seed = first; done < wanted; done += QUERIES_A_SET, seed++) {
    await runSet(engine, fidelity, seed, Math.min(QUERIES_A_SET, wanted - done), rows, errors);
  }
  console.log('| random queries | same | refused | different | share same |\n|---|---:|---:|---:|---:|');
  console.log(rows.row('that return rows'));
  if (errors.all > 0) console.log(errors.row('that fail in T-SQL'));
  rows.printReasons('rows', list);
  errors.printReasons('errors', list);
  return rows.wrongs;
}

async function scoreViews(seed, rows, only, list) {
  const { compareViews } = await import('./differential/views.mjs');
  const estates = [sampleEstate(), ...viewEstates()].filter(({ name }) => only === undefined || name === only);
  const all = new Tally();
  const lines = [];
  for (const estate of estates) {
    console.error(`score: views of ${estate.name} on generated rows`);
    const tally = new Tally();
    const measured = await compareViews(estate, { seed, rows, tally: both(tally, all) });
    const { views, withRows, branches, reached, unfilled } = measured;
    if (tally.all > 0) lines.push(`${tally.row(estate.name)} ${withRows} of ${views} | ${reached} of ${branches} |`);
    if (list) for (const table of unfilled) console.log(`no rows: ${table}`);
  }
  console.log(
    '\n| views on generated rows | same | refused | different | share same | views with rows | branches reached |\n|---|---:|---:|---:|---:|---:|---:|',
  );
  for (const line of lines) console.log(line);
  all.printReasons('views', list);
  return all.wrongs;
}

const both = (a, b) => ({
  right: () => [a.right(), b.right()],
  refused: (id, reason) => [a.refused(id, reason), b.refused(id, reason)],
  wrong: (id, reason) => [a.wrong(id, reason), b.wrong(id, reason)],
});

/** One set: its own tables, made from its seed. */
async function runSet(engine, fidelity, seed, count, rows, errors) {
  const random = randomFrom(seed);
  const schema = tablesScript(random);
  const template = engine.loadTemplate([{ name: 'tables.sql', text: schema }], { now: () => 0 });
  const database = template.create();
  const target = await openTarget({ catalog: database.catalog, database });
  try {
    const cases = Array.from({ length: count }, (_, i) => ({ id: `${seed}.${i}`, sql: randomQuery(random) }));
    const translations = await ours(fidelity)({ schema, cases });
    for (const [i, each] of cases.entries())
      await runQuery(engine, database, target, each, translations[i], rows, errors);
  } finally {
    target.close();
  }
}

async function runQuery(engine, database, target, { id, sql }, translation, rows, errors) {
  const expected = engine.executeSql(database, sql);
  const tally = expected.error ? errors : rows;
  if (expected.refusal) return tally.refused(id, `engine: ${expected.refusal.construct}`);
  if (translation.sql === undefined) return tally.refused(id, translation.codes.join(', '));
  // What SQL Server itself is free to answer in several ways; facts about values that these rows may not have.
  if (translation.status === 'normalised' || translation.status === 'assumption') {
    return tally.refused(id, translation.status);
  }
  let found;
  try {
    for (const statement of translation.prelude) await target.run(statement);
    found = await target.answer(translation.sql);
  } catch (error) {
    const reason = String(error instanceof Error ? error.message : error).split('\n')[0];
    return expected.error ? tally.right() : tally.wrong(id, `${sql}\n    DuckDB: ${reason}\n    ${translation.sql}`);
  }
  if (expected.error) return tally.wrong(id, `${sql}\n    error ${expected.error.number} in T-SQL, rows on DuckDB`);
  const difference = differenceOf(expected.resultSets[0], found.rows);
  if (difference === undefined) return tally.right();
  return tally.wrong(id, `${sql}\n    ${difference}\n    ${translation.sql.replaceAll('\n', '\n    ')}`);
}
