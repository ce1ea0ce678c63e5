import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { DuckDBInstance } from '@duckdb/node-api';
import { parse, parseDocument } from 'yaml';

const SEED = 'dbt_project_evaluator_exceptions';
const SEED_FILE = `seeds/${SEED}.csv`;
/** From 2.0 on the package needs dbt 2. */
const FROM_HUB = { package: 'dbt-labs/dbt_project_evaluator', version: ['>=1.3.0', '<2.0.0'] };

/** Adds dbt_project_evaluator to a project as its users do. Without a folder `dbt deps` asks the package hub. */
export function addEvaluator(folder, packageFolder, environment) {
  const path = join(folder, 'packages.yml');
  const { packages = [] } = (existsSync(path) && parse(readFileSync(path, 'utf8'))) || {};
  const evaluator = packageFolder === undefined ? FROM_HUB : { local: resolve(packageFolder) };
  writeFileSync(path, JSON.stringify({ packages: [...packages, evaluator] }));
  const settings = parseDocument(readFileSync(join(folder, 'dbt_project.yml'), 'utf8'));
  settings.setIn(['flags', 'require_ref_searches_node_package_before_root'], true);
  if (existsSync(join(folder, SEED_FILE))) {
    settings.setIn(['seeds', 'dbt_project_evaluator', SEED, '+enabled'], false);
  }
  writeFileSync(join(folder, 'dbt_project.yml'), settings.toString());
  const dbt = join(dirname(environment.python), process.platform === 'win32' ? 'dbt.exe' : 'dbt');
  const { status, stdout, stderr, error } = spawnSync(dbt, ['--no-use-colors', 'deps', '--profiles-dir', '.'], {
    cwd: folder,
    encoding: 'utf8',
  });
  if (status === 0) return;
  const said = `${stdout ?? ''}${stderr ?? ''}${error?.message ?? ''}`.trim().split('\n').at(-1);
  throw new Error(
    `dbt deps could not fetch dbt_project_evaluator (${said}); --evaluator-package names a folder with it`,
  );
}

/** The exceptions of a project, as its seed has them. */
export function exceptionsOf(folder) {
  const path = join(folder, SEED_FILE);
  if (!existsSync(path)) return [];
  const [, ...lines] = readFileSync(path, 'utf8').trim().split('\n');
  return lines.map((line) => {
    const [rule, column, pattern, reason] = fieldsOf(line);
    return { rule, column, pattern, reason };
  });
}

export function withoutExceptions(folder) {
  const path = join(folder, SEED_FILE);
  if (existsSync(path)) writeFileSync(path, 'fct_name,column_name,id_to_exclude,comment\n');
}

const fieldsOf = (line) =>
  [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(([, quoted, bare]) =>
    quoted === undefined ? bare : quoted.replaceAll('""', '"'),
  );

/** Runs the package; the findings are the rows of its models, and coverages below what is asked for. */
export async function runEvaluator(root, folder, environment) {
  const { runDbt } = await import(pathToFileURL(join(root, 'packages/dbt-runner/dist/index.js')).href);
  const outcome = await runDbt({
    environment,
    projectDir: folder,
    profilesDir: folder,
    command: 'build',
    select: ['package:dbt_project_evaluator', ...(existsSync(join(folder, SEED_FILE)) ? [SEED] : [])],
    vars: { evaluate_project: true },
  });
  const broken = [...outcome.errors, ...outcome.nodes.filter(({ status }) => status === 'error')];
  if (broken.length > 0) throw new Error(broken.map(({ message = '' }) => message.trim()).join('\n'));
  const failed = outcome.nodes.filter(({ status }) => status === 'warn' || status === 'fail');
  return { findings: await findingsIn(databaseOf(folder), failed), seconds: outcome.durationMs / 1000 };
}

function databaseOf(folder) {
  const [profile] = Object.values(parse(readFileSync(join(folder, 'profiles.yml'), 'utf8')));
  return join(folder, profile.outputs[profile.target].path);
}

const COVERAGE = { fct_documentation_coverage: 'documentation_coverage', fct_test_coverage: 'test_coverage' };

async function findingsIn(database, failed) {
  const instance = await DuckDBInstance.create(database, { access_mode: 'READ_ONLY' });
  const connection = await instance.connect();
  try {
    const rowsOf = async (query) => (await connection.runAndReadAll(query)).getRowObjectsJson();
    const tables = await rowsOf(
      "select table_name as name from information_schema.tables where starts_with(table_name, 'fct_') order by 1",
    );
    const findings = [];
    for (const { name } of tables) {
      const low = COVERAGE[name];
      if (low !== undefined && !failed.some(({ uniqueId }) => uniqueId.includes(`valid_${low}`))) continue;
      for (const row of await rowsOf(`select * from "${name}"`)) findings.push({ rule: name, row });
    }
    return findings;
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}
