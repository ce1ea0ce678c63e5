// `npm run score -- estates [--only NAME,NAME] [--write FILE]`: whole databases through `datamigrate migrate`.
import { writeFileSync } from 'node:fs';
import { estates } from './estates/estates.mjs';
import { migrate } from './estates/migrate.mjs';
import { estatesTable } from './estates/table.mjs';

export async function score(args) {
  const option = (name) => (args.includes(name) ? args[args.indexOf(name) + 1] : undefined);
  const only = option('--only')?.split(',');
  const found = estates().filter(({ name }) => only === undefined || only.includes(name));
  if (found.length === 0) {
    console.error('score: no database scripts found (../shared/corpora/databases); nothing to measure.');
    return only === undefined ? 0 : 2;
  }
  const results = [];
  for (const estate of found) {
    console.error(`score: ${estate.name}`);
    results.push(await migrate(estate));
  }
  const text = estatesTable(results);
  console.log(text);
  const file = option('--write');
  if (file !== undefined) writeFileSync(file, page(text));
  return results.some(({ report }) => report === undefined) ? 1 : 0;
}

/** @param {string} table */
const page = (table) => `# Public databases, measured

What \`datamigrate migrate\` makes of sample databases that are published as scripts, without any change to them. The table
is written by a command:

\`\`\`
npm run score -- estates --write docs/reference/estates.md
\`\`\`

It needs the scripts in \`../shared/corpora/databases\`, one folder for each database.

${table}
- *equal*: every row was compared with what the reference engine makes of the original T-SQL, and no value differs. *differ*: compared,
  with rows that differ. *not compared*: converted and built, but one side of the comparison is missing. *refused*: not converted, with a
  code that says why ([issues](../issues/README.md)). *out of scope*: nothing that a dbt project should hold.
- Rows of the source tables are those that the scripts insert, or load with BULK INSERT from data files beside them. Where no rows
  are compared, *equal* only says that both sides are empty.
`;
