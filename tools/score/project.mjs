// `npm run score -- project [folder] [--examples]`: what strict tools say about a generated project (default: demo-output).
// dbt reads it with every schema check on and warnings as errors; yamllint and sqlfluff run with the settings that the
// project ships, where they are on the PATH or in the folder that DATAMIGRATE_LINTERS names. `--examples` writes the files
// under docs/examples/projects anew.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const EXAMPLES = join(ROOT, 'docs/examples/projects');

/** Of the sample's project: one of each kind. */
const SHOWN = [
  'README.md',
  'dbt_project.yml',
  'selectors.yml',
  '.sqlfluff',
  'analyses/audit_dim_port.sql',
  'models/_exposures.yml',
  'models/marts/dw/dim_customer.sql',
  'models/marts/dw/fct_payment.sql',
  'models/marts/dw/fct_sales.sql',
  'models/marts/dw/sales_by_month.sql',
  'models/marts/stock/_stock__models.yml',
  'models/staging/sales/stg_sales__customer.sql',
  'models/staging/stock/_stock__models.yml',
  'models/staging/stock/_stock__sources.yml',
  'seeds/dbt_project_evaluator_exceptions.csv',
];

/** @param {readonly string[]} args */
export async function score(args) {
  const named = args.find((arg) => !arg.startsWith('--'));
  const folder = named ?? join(ROOT, 'demo-output');
  if (!existsSync(join(folder, 'dbt_project.yml'))) {
    console.error(`score: ${folder} holds no project; run "npm run demo" first.`);
    return named === undefined ? 0 : 2;
  }
  if (args.includes('--examples')) writeExamples(folder);
  const faults = [
    await parsed(folder),
    linted(folder, 'yamllint', ['--strict', '.']),
    linted(folder, 'sqlfluff', ['lint', ...['models', 'analyses'].filter((each) => existsSync(join(folder, each)))]),
  ];
  printExceptions(folder);
  return faults.some((fault) => fault > 0) ? 1 : 0;
}

async function parsed(folder) {
  const { findDbtEnvironment, runDbt } = await import(
    pathToFileURL(join(ROOT, 'packages/dbt-runner/dist/index.js')).href
  );
  const environment = findDbtEnvironment();
  if (!environment.ok) {
    console.log('dbt parse: not run, dbt is not installed');
    return 0;
  }
  const { status, warnings, deprecations, errors, durationMs } = await runDbt({
    environment: environment.value,
    projectDir: folder,
    profilesDir: folder,
    command: 'parse',
    strictSchemas: true,
    warnError: true,
  });
  const complaints = [...warnings, ...deprecations, ...errors];
  console.log(
    `dbt parse, strict schemas: ${status}, ${complaints.length} complaints, ${(durationMs / 1000).toFixed(1)} s`,
  );
  for (const { message } of complaints.slice(0, 5)) console.log(`  ${message.split('\n')[0]}`);
  return status === 'ok' ? complaints.length : 1;
}

function linted(folder, tool, args) {
  const home = process.env.DATAMIGRATE_LINTERS;
  const run = spawnSync(home === undefined ? tool : join(home, tool), args, { cwd: folder, encoding: 'utf8' });
  if (run.error) {
    console.log(`${tool}: not run, it is not installed`);
    return 0;
  }
  console.log(`${tool}: ${run.status === 0 ? 'clean' : `exit code ${run.status}`}`);
  if (run.status !== 0) console.log(run.stdout.split('\n').slice(0, 15).join('\n'));
  return run.status ?? 1;
}

function printExceptions(folder) {
  const file = join(folder, 'seeds/dbt_project_evaluator_exceptions.csv');
  if (!existsSync(file)) return;
  const counts = new Map();
  for (const row of readFileSync(file, 'utf8').trim().split('\n').slice(1)) {
    const [rule] = row.split(',');
    counts.set(rule, (counts.get(rule) ?? 0) + 1);
  }
  console.log('exceptions, each with its reason in the seed:');
  for (const [rule, count] of counts) console.log(`  ${rule}: ${count}`);
}

function writeExamples(folder) {
  for (const entry of existsSync(EXAMPLES) ? readdirSync(EXAMPLES) : []) {
    if (entry !== 'README.md') rmSync(join(EXAMPLES, entry), { recursive: true });
  }
  const shown = SHOWN.filter((path) => existsSync(join(folder, path)));
  for (const path of shown) {
    const to = join(EXAMPLES, 'harbor-trading', path);
    mkdirSync(dirname(to), { recursive: true });
    writeFileSync(to, readFileSync(join(folder, path)));
  }
  const missing = SHOWN.filter((path) => !shown.includes(path));
  console.log(
    `${shown.length} files written to docs/examples/projects${missing.length > 0 ? `; not there: ${missing.join(', ')}` : ''}`,
  );
}
