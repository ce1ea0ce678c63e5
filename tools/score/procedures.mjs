// `npm run score -- procedures [--only PART,PART] [--limit N] [--jobs N] [--list] [--cases | --corpora | --generated]`:
// stored procedures, proven step by step (cases), and what becomes of those of public databases (corpora); with
// `--generated [--write FILE]` those are built by dbt and compared on generated rows.

import { writeFileSync } from 'node:fs';
import { procedureCases } from './procedures/cases.mjs';
import { scoreCorpora } from './procedures/corpora.mjs';
import { scoreGenerated } from './procedures/generated.mjs';
import { migrateCase } from './procedures/migrate-case.mjs';

export async function score(args) {
  const option = (name) => (args.includes(name) ? args[args.indexOf(name) + 1] : undefined);
  const only = option('--only')?.split(',');
  if (args.includes('--generated')) {
    const table = await scoreGenerated(only);
    if (table === undefined) console.error('score: no databases found (../shared/corpora); nothing to measure.');
    else console.log(table);
    const file = option('--write');
    if (table !== undefined && file !== undefined) writeFileSync(file, page(table));
    return table === undefined && only !== undefined ? 2 : 0;
  }
  const measured = args.includes('--cases') ? false : await scoreCorpora(only);
  if (args.includes('--corpora')) return measured ? 0 : 2;
  const limit = option('--limit') === undefined ? undefined : Number(option('--limit'));
  const cases = procedureCases({ only, limit });
  if (cases.length === 0) {
    console.error('score: no procedure cases found (../shared/conformance/procedures); nothing to measure.');
    return only === undefined || measured ? 0 : 2;
  }
  const results = await inParallel(cases, Number(option('--jobs') ?? 2), async (each) => {
    const result = await migrateCase(each);
    console.error(`score: ${result.state.padEnd(12)} ${result.seconds.toFixed(0).padStart(3)} s  ${result.name}`);
    return result;
  });
  printFigures(results, args.includes('--list'));
  return results.some(({ state }) => state === 'wrong') ? 1 : 0;
}

async function inParallel(items, jobs, work) {
  const results = [];
  let next = 0;
  const worker = async () => {
    for (let i = next++; i < items.length; i = next++) results[i] = await work(items[i]);
  };
  await Promise.all(Array.from({ length: Math.max(1, jobs) }, worker));
  return results;
}

function printFigures(results, list) {
  const hard = results.filter((result) => result.hard);
  const convertible = results.filter((result) => !result.hard);
  const count = (among, ...states) => among.filter(({ state }) => states.includes(state)).length;
  const wrong = results.filter(({ state }) => state === 'wrong');
  const seconds = results.reduce((sum, result) => sum + result.seconds, 0);
  console.log(
    [
      `claimed ${count(convertible, 'equal', 'wrong')} of ${convertible.length} convertible`,
      `equal ${count(convertible, 'equal')}`,
      `wrong ${wrong.length}`,
      `honest on hard ones ${count(hard, 'equal', 'not-claimed')} of ${hard.length}`,
      `${(seconds / results.length).toFixed(1)} s a case`,
    ].join(', '),
  );
  for (const { name, why } of wrong) console.log(`  wrong: ${name}: ${why}`);
  printReasons(convertible.filter(({ state }) => state === 'not-claimed'));
  if (!list) return;
  for (const { name, state, reasons } of convertible.filter((result) => result.state !== 'equal')) {
    console.log(`\n${name}: ${state}`);
    for (const { id, verdict, code, message } of reasons)
      console.log(`  ${id} ${verdict} ${code}: ${message.slice(0, 160)}`);
  }
}

/** Codes by the number of cases that they keep from being equal. */
function printReasons(missed) {
  const cases = new Map();
  for (const { name, reasons } of missed) {
    for (const { code } of reasons) cases.set(code, (cases.get(code) ?? new Set()).add(name));
  }
  const ranked = [...cases].sort(([, a], [, b]) => b.size - a.size);
  if (ranked.length > 0) console.log('not equal because of:');
  for (const [code, names] of ranked)
    console.log(`  ${String(names.size).padStart(3)}  ${code}: ${[...names].slice(0, 4).join(', ')}`);
}

/** @param {string} table */
const page = (table) => `# Stored procedures of public databases, measured

What becomes of the stored procedures of databases that others have published, without any change to them. Few of these
databases come with rows, so rows are generated: they keep all constraints and lie around what the procedures compare with.
Each procedure is converted, its models are built by dbt, and it is called twice; what it leaves in its tables, or gives as
result, is compared with what the reference engine makes of the original. The table is written by a command:

\`\`\`
npm run score -- procedures --generated --write docs/reference/procedures.md
\`\`\`

It needs the scripts in \`../shared/corpora\`.

${table}

- *out of scope*: nothing that a dbt project should hold, as procedures that change one row for an application. *refused*: not
  converted, with a code that says why ([issues](../issues/README.md)).
- *equal*: rows were compared and no value differs; *equal, no rows*: the generated rows do not reach what the procedure selects, on both
  sides. *differ*: compared, with rows that differ. *not compared*: converted and built, but one side of the comparison is missing: the
  original fails, calls what is not there, or depends on chance.
- Each statement is converted, absorbed (it has no effect on rows) or refused.
`;
