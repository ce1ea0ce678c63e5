import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Report } from '@datamigrate/contracts';
import { expect, it } from 'vitest';
import { exampleReport } from '../../testing/example-run.js';
import { finish, jsonLines, run, start, temporaryFolder, WITH_STAND_IN } from '../../testing/run-cli.js';

/** The report of a migration in which nothing is refused and nothing differs. */
const flawless: Report = {
  ...exampleReport,
  objects: exampleReport.objects.filter(({ verdict }) => verdict.startsWith('equal')),
  totals: { objects: 2, statements: 7, converted: 5, absorbed: 2, refused: 0, models: 2, rowsCompared: 2464 },
};

function migrate(source: string, args: readonly string[] = [], report: Report = exampleReport) {
  const folder = temporaryFolder();
  const file = join(folder, 'given-report.json');
  writeFileSync(file, JSON.stringify(report));
  const env = { REPORT: file, OPTIONS: join(folder, 'options.json') };
  const running = run(['migrate', source, '--out', 'shop', ...args], { script: WITH_STAND_IN, cwd: folder, env });
  return { folder, finished: running };
}

it('prints the summary on stdout and progress on stderr', async () => {
  const { folder, finished } = migrate('finish');
  const { code, stdout, stderr } = await finished;
  expect(code).toBe(0);
  expect(stdout).toMatch(/^HarborTrading to dbt on duckdb: 8 objects/);
  expect(stdout).not.toContain('\x1b');
  expect(stderr).toBe(
    'assessment  2 objects\n[1/2] dbo.A  equal\n[2/2] dbo.B  refused  dynamic SQL\nwarning: a warning\n',
  );
  expect(readFileSync(join(folder, 'shop', '.datamigrate', 'report.html'), 'utf8')).toContain('etl.usp_PurgeOldRows');
});

it('prints the report and nothing else with --json', async () => {
  const { code, stdout } = await migrate('finish', ['--json']).finished;
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toEqual(exampleReport);
});

it('is quiet when asked, and logs JSON when asked', async () => {
  expect((await migrate('finish', ['-q']).finished).stderr).toBe('');
  const { stderr } = await migrate('finish', ['--log-format', 'json']).finished;
  expect(jsonLines(stderr)).toMatchObject([
    { kind: 'stage', agent: 'assessment' },
    { kind: 'object', id: 'dbo.A', index: 1, total: 2, verdict: 'equal' },
    { kind: 'object', id: 'dbo.B' },
    { kind: 'note', level: 'warning' },
  ]);
  const failed = await migrate('refuse', ['-q', '--log-format', 'json']).finished;
  expect(jsonLines(failed.stderr)).toMatchObject([{ kind: 'note', level: 'error', code: 'source-empty' }]);
});

it('ends with 1 under --strict when something was refused or differs, else with 0', async () => {
  expect((await migrate('finish', ['--strict']).finished).code).toBe(1);
  expect((await migrate('finish', ['--strict'], flawless).finished).code).toBe(0);
});

it('ends with 2 when the report contradicts itself', async () => {
  const wrong = { ...flawless, totals: { ...flawless.totals, statements: 8 } };
  const { code, stderr } = await migrate('finish', [], wrong).finished;
  expect(code).toBe(2);
  expect(stderr).toContain(
    'error[cli-report-inconsistent]: The report contradicts itself: totals.statements is 8, the objects add up to 7.',
  );
});

it('says how to go on after a checkpoint', async () => {
  const text = await migrate('checkpoint', ['--checkpoint', 'plan']).finished;
  expect(text.code).toBe(0);
  expect(text.stdout).toBe(
    `Stopped after the plan, as asked.\nPlan: ${join('shop', '.datamigrate', 'plan.yml')} (it may be edited)\nGo on with: datamigrate resume shop\n`,
  );
  const json = await migrate('checkpoint', ['--checkpoint', 'assess', '--json']).finished;
  expect(JSON.parse(json.stdout)).toMatchObject({ status: 'stopped-at-checkpoint', checkpoint: 'assess' });
});

it('shows what the engine refuses and ends with 2', async () => {
  expect(await migrate('refuse').finished).toMatchObject({
    code: 2,
    stdout: '',
    stderr: expect.stringContaining('error[source-empty]: Nothing to migrate.\n  help: Name a folder.\n'),
  });
});

it('shows a fault of ours without a stack, unless asked', async () => {
  const plain = await migrate('fault').finished;
  expect(plain).toMatchObject({ code: 2, stdout: '' });
  expect(plain.stderr).toContain(
    'error[cli-unexpected-error]: Something went wrong inside datamigrate: the engine is broken',
  );
  expect(plain.stderr).not.toMatch(/\n\s+at /);
  const debug = await run(['migrate', 'fault', '--out', 'x'], {
    script: WITH_STAND_IN,
    env: { DATAMIGRATE_DEBUG: '1' },
  });
  expect(debug.stderr).toMatch(/\n\s+at /);
  const json = await migrate('fault', ['--log-format', 'json']).finished;
  expect(jsonLines(json.stderr).at(-1)).toMatchObject({ kind: 'note', level: 'error', code: 'cli-unexpected-error' });
});

it('hands all options to the engine', async () => {
  const args = [
    '--select',
    'dw.A',
    '+b',
    '--exclude',
    'c',
    '--checkpoint',
    'plan,assess',
    '--threads',
    '3',
    '--force',
    '--data',
    'generated',
  ];
  const { folder, finished } = migrate('finish', [...args, '--llm', 'off', '-t', 'duckdb', '--yes']);
  await finished;
  expect(JSON.parse(readFileSync(join(folder, 'options.json'), 'utf8'))).toMatchObject({
    source: 'finish',
    out: 'shop',
    target: 'duckdb',
    select: ['dw.A', '+b'],
    exclude: ['c'],
    checkpoints: ['assess', 'plan'],
    threads: 3,
    force: true,
    data: 'generated',
  });
});

it('resumes', async () => {
  const folder = temporaryFolder();
  const report = join(folder, 'r.json');
  writeFileSync(report, JSON.stringify(flawless));
  const options = { script: WITH_STAND_IN, cwd: folder, env: { REPORT: report } };
  const finished = await run(['resume', 'shop', '--json', '--strict'], options);
  expect(finished.code).toBe(0);
  expect(JSON.parse(finished.stdout)).toEqual(flawless);
});

/** Starts a run and waits until its engine works. */
async function working(source: string) {
  const child = start(['migrate', source, '--out', 'shop'], { script: WITH_STAND_IN, cwd: temporaryFolder() });
  const finished = finish(child);
  await new Promise<void>((resolve) => child.stderr.once('data', () => resolve()));
  return { child, finished };
}

it.skipIf(process.platform === 'win32')('stops in order at the first Ctrl-C and says how to go on', async () => {
  const { child, finished } = await working('wait');
  child.kill('SIGINT');
  const { code, stdout, stderr } = await finished;
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr).toContain('Stopping after the step at hand. Ctrl-C again stops at once.');
  expect(stderr).toContain('Stopped. Go on with: datamigrate resume shop');
});

it.skipIf(process.platform === 'win32')('stops at once at the second Ctrl-C; one keystroke counts once', async () => {
  const { child, finished } = await working('hang');
  child.kill('SIGINT');
  await new Promise((resolve) => setTimeout(resolve, 100));
  child.kill('SIGINT');
  await new Promise((resolve) => setTimeout(resolve, 700));
  expect(child.exitCode).toBe(null);
  child.kill('SIGINT');
  expect((await finished).code).toBe(130);
});

it('does not start a run for a scenario or folder that is wrong', async () => {
  const { folder, finished } = migrate('finish', ['--scenario', 'none.json']);
  expect((await finished).code).toBe(2);
  expect(existsSync(join(folder, 'shop'))).toBe(false);
  mkdirSync(join(folder, 'empty'));
  const report = await run(['report', 'empty'], { cwd: folder });
  expect(report).toMatchObject({ code: 2, stdout: '' });
  expect(report.stderr).toContain('error[cli-no-run]: empty holds no migration');
});
