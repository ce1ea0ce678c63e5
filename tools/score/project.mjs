// `npm run score -- project [folder ...] [--tools] [--examples] [--evaluator [--evaluator-package <folder>]]`: what strict tools say about generated projects (default:
// demo-output). dbt parses, builds, documents and compiles a copy with every schema check on and warnings as errors; dbt 2
// has to compile every model to the same SQL; yamllint and sqlfluff run with the settings that the project ships. `--tools`
// installs dbt 2 and the linters below .cache; without it they run where they are on the PATH or in the folder that
// DATAMIGRATE_LINTERS names. `--examples` writes the files under docs/examples/projects anew. `--evaluator` runs
// dbt_project_evaluator instead, from the package hub or from the folder that `--evaluator-package` names.
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { judgedByDbt } from './project/dbt-one.mjs';
import { judgedByDbtTwo } from './project/dbt-two.mjs';
import { judgedByEvaluator } from './project/evaluator.mjs';
import { installTools, toolPath } from './project/tools.mjs';

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
  'models/marts/dw/commission_statement.sql',
  'models/marts/dw/customer_score.sql',
  'models/marts/dw/dim_customer.sql',
  'models/marts/dw/fct_payment.sql',
  'models/marts/dw/fct_sales.sql',
  'models/marts/dw/sales_by_month.sql',
  'models/marts/sales/_sales__unit_tests.yml',
  'models/marts/stock/_stock__models.yml',
  'models/staging/sales/stg_sales__customer.sql',
  'models/staging/stock/_stock__models.yml',
  'models/staging/stock/_stock__sources.yml',
  'seeds/dbt_project_evaluator_exceptions.csv',
];

/** @param {readonly string[]} args */
export async function score(args) {
  const packageAt = args.indexOf('--evaluator-package') + 1;
  const named = args.filter((arg, i) => !arg.startsWith('--') && (packageAt === 0 || i !== packageAt));
  if (args.includes('--evaluator') || packageAt > 0) {
    return (await judgedByEvaluator(ROOT, named, packageAt > 0 ? args[packageAt] : undefined)) > 0 ? 1 : 0;
  }
  const folders = named.length > 0 ? named : [join(ROOT, 'demo-output')];
  if (args.includes('--tools')) installTools();
  let faults = 0;
  for (const folder of folders) {
    if (!existsSync(join(folder, 'dbt_project.yml'))) {
      console.error(`score: ${folder} holds no project; run "npm run demo" first.`);
      if (named.length > 0) faults += 1;
      continue;
    }
    console.log(`\n${folder}`);
    if (args.includes('--examples')) writeExamples(folder);
    faults += await judged(folder);
    printExceptions(folder);
  }
  return faults > 0 ? 1 : 0;
}

/** Judges a copy, as dbt builds the warehouse anew. */
async function judged(folder) {
  const work = mkdtempSync(join(tmpdir(), 'datamigrate-project-'));
  try {
    const copy = join(work, 'project');
    const left = new Set(['.datamigrate', 'target', 'logs'].map((name) => join(folder, name)));
    cpSync(folder, copy, { recursive: true, filter: (path) => !left.has(path.replace(new RegExp(`\\${sep}$`), '')) });
    return (
      linted(copy, 'yamllint', ['--strict', '.']) +
      linted(copy, 'sqlfluff', ['lint', ...['models', 'analyses'].filter((each) => existsSync(join(copy, each)))]) +
      (await judgedByDbt(ROOT, copy)) +
      judgedByDbtTwo(ROOT, copy)
    );
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

function linted(folder, tool, args) {
  const run = spawnSync(toolPath(tool), args, { cwd: folder, encoding: 'utf8', maxBuffer: 1 << 27 });
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
