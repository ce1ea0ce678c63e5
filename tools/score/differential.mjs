// `npm run score -- differential [--queries N] [--seed N] [--proven] [--list]`: random queries, on the reference engine and, translated,
// on DuckDB. A difference is a bug in one of them.
import { sameRows } from './conformance/same-rows.mjs';
import { Tally } from './conformance/tally.mjs';
import { randomQuery } from './differential/queries.mjs';
import { randomFrom } from './differential/random.mjs';
import { tablesScript } from './differential/tables.mjs';
import { ours } from './semantics/ours.mjs';
import { openTarget } from './semantics/target.mjs';

const QUERIES_A_SET = 500;

export async function score(args) {
  const option = (name, otherwise) => (args.includes(name) ? Number(args[args.indexOf(name) + 1]) : otherwise);
  const engine = await import('@datamigrate/tsql-engine');
  const first = option('--seed', 1);
  const wanted = option('--queries', 2000);
  const fidelity = args.includes('--proven') ? 'proven' : 'exact';
  const rows = new Tally();
  const errors = new Tally();
  for (let done = 0, seed = first; done < wanted; done += QUERIES_A_SET, seed++) {
    await runSet(engine, fidelity, seed, Math.min(QUERIES_A_SET, wanted - done), rows, errors);
  }
  console.log('| random queries | same | refused | different | share same |\n|---|---:|---:|---:|---:|');
  console.log(rows.row('that return rows'));
  if (errors.all > 0) console.log(errors.row('that fail in T-SQL'));
  rows.printReasons('rows', args.includes('--list'));
  errors.printReasons('errors', args.includes('--list'));
  return rows.wrongs > 0 ? 1 : 0;
}

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
  const [set] = expected.resultSets;
  const types = set.columns.map(({ type }) => type);
  if (
    sameRows(
      set.rows,
      types,
      found.rows.map((row) => row.map((value, i) => moment(value, types[i]))),
    )
  )
    return tally.right();
  const at = firstDifference(set.rows, types, found.rows);
  return tally.wrong(id, `${sql}\n    ${at}\n    ${translation.sql.replaceAll('\n', '\n    ')}`);
}

/** A day stands for its first moment. */
function moment(value, type) {
  return value !== null && /^(datetime|smalldatetime)/.test(type) && value.length === 10 ? `${value} 00:00:00` : value;
}

function firstDifference(expected, types, found) {
  if (expected.length !== found.length) return `${expected.length} rows in T-SQL, ${found.length} on DuckDB`;
  const sorted = (list) => [...list].sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
  const [left, right] = [sorted(expected), sorted(found)];
  const i = left.findIndex((row, n) => !sameRows([row], types, [right[n].map((value, c) => moment(value, types[c]))]));
  return `T-SQL ${JSON.stringify(left[i])}, DuckDB ${JSON.stringify(right[i])}`;
}
