import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { estates } from '../estates/estates.mjs';
import { addEvaluator, exceptionsOf, runEvaluator, withoutExceptions } from './evaluator-package.mjs';

const DATABASES = ['northwind', 'adventureworks-dw', 'wideworldimporters-dw'];
const BROKEN = 'packages/dbt-project/src/lint/broken-project.json';
const NOT_COPIED = new Set(['.datamigrate', 'target', 'logs', 'dbt_packages']);

/**
 * What dbt_project_evaluator says of generated projects, and whether our linter says the same: of a project that breaks
 * every rule, and in the exceptions of the others, which are what it found there.
 *
 * @param {string} root of the repository
 * @param {readonly string[]} folders of projects; empty for those of the sample and of the databases that are here
 * @param {string | undefined} packageFolder with the package; undefined for the package hub
 */
export async function judgedByEvaluator(root, folders, packageFolder) {
  const runner = await import(pathToFileURL(join(root, 'packages/dbt-runner/dist/index.js')).href);
  const environment = runner.findDbtEnvironment();
  if (!environment.ok) {
    console.log('dbt_project_evaluator: not run, dbt is not installed');
    return 0;
  }
  const work = mkdtempSync(join(tmpdir(), 'datamigrate-evaluator-'));
  const evaluated = (folder) => evaluate(root, folder, packageFolder, environment.value);
  try {
    const projects = folders.length > 0 ? folders.map((path) => ({ name: path, path })) : migrated(root, work);
    const results = [];
    for (const { name, path } of projects) {
      const copy = join(work, `copy ${results.length}`);
      cpSync(path, copy, { recursive: true, filter: (each) => isPartOf(path, each) });
      results.push({ name, ...(await evaluated(copy)) });
    }
    printTable(results);
    const faults = results.reduce((sum, { left, idle }) => sum + left.length + idle.length, 0);
    return faults + (await comparedWithLinter(root, join(work, 'broken'), evaluated));
  } catch (error) {
    console.error(`dbt_project_evaluator: ${error.message}`);
    return 1;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

const isPartOf = (folder, path) => {
  const [first = ''] = path.slice(folder.length).split(sep).filter(Boolean);
  return !NOT_COPIED.has(first) && !/\.duckdb(?:\.wal)?$/.test(path);
};

function migrated(root, work) {
  const databases = estates().filter(({ name }) => DATABASES.includes(name));
  const all = [{ name: 'harbor-trading', path: join(root, 'samples/harbor-trading') }, ...databases];
  return all.map(({ name, path }) => {
    const out = join(work, name);
    console.log(`migrates ${name}`);
    const cli = join(root, 'apps/cli/bin/datamigrate.mjs');
    const { status, stderr } = spawnSync(process.execPath, [cli, 'migrate', path, '--out', out, '--quiet'], {
      encoding: 'utf8',
      maxBuffer: 1 << 27,
    });
    if (!existsSync(join(out, 'dbt_project.yml')))
      throw new Error(`${name} was not migrated (${status}): ${stderr.trim()}`);
    return { name, path: out };
  });
}

/** Once with the exceptions of the project and once without: an exception that lets nothing pass is a fault, too. */
async function evaluate(root, folder, packageFolder, environment) {
  addEvaluator(folder, packageFolder, environment);
  const exceptions = exceptionsOf(folder);
  const { findings: left, seconds } = await runEvaluator(root, folder, environment);
  if (exceptions.length === 0) return { left, all: left, exceptions, idle: [], seconds };
  withoutExceptions(folder);
  const { findings: all } = await runEvaluator(root, folder, environment);
  const idle = exceptions.filter(
    ({ rule, column, pattern }) => !all.some((each) => each.rule === rule && isLike(String(each.row[column]), pattern)),
  );
  return { left, all, exceptions, idle, seconds };
}

function isLike(text, pattern) {
  const source = pattern
    .replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&')
    .replaceAll('%', '.*')
    .replaceAll('_', '.');
  return new RegExp(`^${source}$`, 's').test(text);
}

function printTable(results) {
  console.log('\n| Project | Findings | Without exceptions | Exceptions | Exceptions that nothing needs | Seconds |');
  console.log('| --- | --- | --- | --- | --- | --- |');
  for (const { name, left, all, exceptions, idle, seconds } of results) {
    console.log(
      `| ${name} | ${left.length} | ${all.length} | ${exceptions.length} | ${idle.length} | ${seconds.toFixed(1)} |`,
    );
  }
  for (const { name, left, idle } of results) {
    for (const { rule, row } of left) console.log(`finding in ${name}: ${rule} ${JSON.stringify(row)}`);
    for (const { rule, pattern } of idle) console.log(`nothing needs in ${name}: ${rule} ${pattern}`);
  }
}

/** A project that breaks every rule: what the package finds, rule by rule, beside what our linter finds. */
async function comparedWithLinter(root, folder, evaluated) {
  const { spec, moved, findings } = JSON.parse(readFileSync(join(root, BROKEN), 'utf8'));
  const ours = await import(pathToFileURL(join(root, 'packages/dbt-project/dist/index.js')).href);
  for (const { path, content } of ours.buildProject(spec)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  for (const [from, to] of Object.entries(moved)) renameSync(join(folder, from), join(folder, to));
  const { left } = await evaluated(folder);
  const rules = ours.LINT_RULES.filter(({ evaluator }) => evaluator !== undefined);
  const unlike = rules.filter(({ code, evaluator: { model, column } }) => {
    const rows = left.filter(({ rule }) => rule === model).map(({ row }) => row);
    const theirs = column === undefined ? rows.length > 0 : namesOf(rows.map((row) => String(row[column])));
    const own = column === undefined ? (findings[code] ?? []).length > 0 : namesOf(findings[code] ?? []);
    if (theirs !== own)
      console.log(`  ${model}: the package says ${theirs || 'nothing'}, the linter ${own || 'nothing'}`);
    return theirs !== own;
  });
  console.log(
    `\na project that breaks every rule: linter and package agree on ${rules.length - unlike.length} of ${rules.length}`,
  );
  return unlike.length;
}

const namesOf = (names) => [...new Set(names)].sort().join('; ');
