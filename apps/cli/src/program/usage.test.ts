import { expect, it } from 'vitest';
import { run } from '../testing/run-cli.js';

it.each([
  [['migrat', 'x'], "error: unknown command 'migrat' (did you mean migrate?); see datamigrate --help"],
  [['help', 'resum'], "error: unknown command 'resum' (did you mean resume?); see datamigrate --help"],
  [['migrate'], "error: missing required argument 'source'; see datamigrate migrate --help"],
  [['migrate', 'x'], "error: required option '--out <folder>' not specified; see datamigrate migrate --help"],
  [
    ['migrate', 'x', '--uot', 'y'],
    "error: unknown option '--uot' (did you mean --out?); see datamigrate migrate --help",
  ],
  [['migrate', 'x', '--out'], "error: option '--out <folder>' argument missing; see datamigrate migrate --help"],
  [
    ['migrate', 'x', '--out', 'y', '-t', 'snowflak'],
    "error: option '-t, --target <name>' argument 'snowflak' is invalid. Allowed are duckdb, postgres, snowflake, bigquery, databricks, fabric (did you mean snowflake?); see datamigrate migrate --help",
  ],
  [
    ['migrate', 'x', '--out', 'y', '--checkpoint', 'assess,pln'],
    "error: option '--checkpoint <names>' argument 'assess,pln' is invalid. Allowed are assess, plan, object (did you mean plan?); see datamigrate migrate --help",
  ],
  [
    ['migrate', 'x', '--out', 'y', '--threads', '0'],
    "error: option '--threads <number>' argument '0' is invalid. It must be a number from 1; see datamigrate migrate --help",
  ],
  [['parse'], "error: missing required argument 'files' (or --jsonl <file>); see datamigrate parse --help"],
  [
    ['parse', 'a.sql', '--jsonl', '-'],
    "error: argument 'files' cannot be used with option '--jsonl <file>'; see datamigrate parse --help",
  ],
  [
    ['report', 'x', '--output', 'y'],
    "error: option '--output <file>' needs '--format html'; see datamigrate report --help",
  ],
  [
    ['resume', 'a', 'b'],
    "error: too many arguments for 'resume'. Expected 1 argument but got 2; see datamigrate resume --help",
  ],
])('answers %j with one line and ends with 2', async (args, line) => {
  expect(await run(args)).toEqual({ code: 2, stdout: '', stderr: `${line}\n` });
});

it.each([
  [['--target', 'snowflake'], '--target snowflake', 'Use --target duckdb.'],
  [['--llm', 'auto'], '--llm auto', 'Use --llm off: everything is done by rules.'],
  [['--budget-usd', '5'], '--budget-usd', 'Leave it out: no language model is called.'],
  [['--dry-run'], '--dry-run', 'Use --checkpoint plan: it stops before anything is converted.'],
])('refuses %j, which is promised and not there yet', async (args, what, instead) => {
  const finished = await run(['migrate', 'x', '--out', 'y', ...args]);
  expect(finished.code).toBe(2);
  expect(finished.stderr).toBe(
    `error[cli-not-available-yet]: ${what} is not available in this version.\n  help: ${instead}\n`,
  );
});

it('prints help to stdout when it is asked for, to stderr when a command is missing', async () => {
  const asked = await run(['--help']);
  expect(asked).toMatchObject({ code: 0, stderr: '' });
  expect(asked.stdout).toMatch(/^Usage: datamigrate /);
  expect(asked.stdout).toContain('Exit codes:');
  const missing = await run([]);
  expect(missing).toMatchObject({ code: 2, stdout: '' });
  expect(missing.stderr).toMatch(/^Usage: datamigrate /);
});

it.each(['migrate', 'resume', 'report', 'parse'])('has help with examples for %s, in 80 columns', async (command) => {
  const { code, stdout } = await run([command, '--help']);
  expect(code).toBe(0);
  expect(stdout).toContain(`Examples:\n  datamigrate ${command} `);
  expect(stdout.split('\n').filter((line) => line.length > 80)).toEqual([]);
});

it('shows the help of a command by name too', async () => {
  expect(await run(['help', 'parse'])).toEqual(await run(['parse', '--help']));
});

it('tells only about options that work', async () => {
  const { stdout } = await run(['migrate', '--help']);
  expect(stdout).toContain('--checkpoint');
  expect(stdout).not.toMatch(/--vars|--budget-usd|--dry-run/);
});

it('prints its version', async () => {
  const { code, stdout } = await run(['--version']);
  expect(code).toBe(0);
  expect(stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
});
