import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RunState } from '@datamigrate/contracts';
import { expect, it } from 'vitest';
import { exampleOriginals, exampleReport, exampleTrace } from '../../testing/example-run.js';
import { run, temporaryFolder } from '../../testing/run-cli.js';

/** A folder that holds a migration named shop. */
function withRun(files: Readonly<Record<string, string>>): string {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'shop', '.datamigrate'), { recursive: true });
  mkdirSync(join(folder, 'shop', 'models', 'marts'), { recursive: true });
  writeFileSync(join(folder, 'shop', 'models', 'marts', 'dim_customer.sql'), 'select 42 as answer');
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, 'shop', '.datamigrate', name), text);
  return folder;
}

const FINISHED = {
  'report.json': JSON.stringify(exampleReport),
  'originals.json': JSON.stringify(exampleOriginals),
  'trace.jsonl': `${exampleTrace.map((line) => JSON.stringify(line)).join('\n')}\n`,
};

it('shows the summary, and the same report as JSON', async () => {
  const cwd = withRun(FINISHED);
  const text = await run(['report', 'shop'], { cwd });
  expect(text).toMatchObject({ code: 0, stderr: '' });
  expect(text.stdout).toContain('25 statements = 13 converted + 5 absorbed + 7 refused');
  const json = await run(['report', 'shop', '--json', '--strict'], { cwd });
  expect(json.code).toBe(1);
  expect(JSON.parse(json.stdout)).toEqual(exampleReport);
});

it('writes the page where it is told, with the texts of the run', async () => {
  const cwd = withRun(FINISHED);
  const file = join('shop', '.datamigrate', 'report.html');
  expect(await run(['report', 'shop', '--format', 'html'], { cwd })).toEqual({
    code: 0,
    stdout: `${file}\n`,
    stderr: '',
  });
  const page = readFileSync(join(cwd, file), 'utf8');
  expect(page).toContain('select 42 as answer');
  expect(page).toContain('SET NOCOUNT ON;');
  const piped = await run(['report', 'shop', '--format', 'html', '--output', '-'], { cwd });
  expect(piped.stdout).toBe(page);
});

const STATE: RunState = {
  schemaVersion: 1,
  status: 'stopped-at-checkpoint',
  checkpoint: 'plan',
  source: { kind: 'scripts', location: 'scripts', database: 'Shop' },
  target: 'duckdb',
  checkpoints: ['plan'],
  select: [],
  exclude: [],
  stages: [{ agent: 'assessment', status: 'done' }],
  objects: [],
};

it.each([
  [
    'an unfinished run',
    { 'run.json': JSON.stringify(STATE) },
    'error[cli-run-unfinished]: The migration in shop has no report yet: it is stopped at checkpoint.\n  help: Go on with it: datamigrate resume shop',
  ],
  ['no run', {}, 'error[cli-no-run]: shop holds no migration'],
  ['a broken report', { 'report.json': '{' }, 'is not a valid report: it is not JSON'],
  ['a report of another shape', { 'report.json': '{"schemaVersion": 2}' }, 'is not a valid report: schemaVersion: '],
  ['a broken trace', { ...FINISHED, 'trace.jsonl': '\n{}\n' }, 'is not a valid trace line: line 2: object: '],
])('explains %s', async (_, files, message) => {
  const finished = await run(['report', 'shop', '--format', 'html'], { cwd: withRun(files) });
  expect(finished).toMatchObject({ code: 2, stdout: '' });
  expect(finished.stderr).toContain(message);
  expect(finished.stderr).not.toMatch(/\n\s+at /);
});
