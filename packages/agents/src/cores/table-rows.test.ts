import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import type { ObjectExecution } from '../executor/object-execution.js';
import type { RunContext } from '../graph/agent-cores.js';
import { openRunFolder } from '../run/run-folder.js';
import { migrationCores } from './migration-cores.js';
import { rowIssues, rowsOfObject } from './table-rows.js';
import { Workspaces } from './workspace.js';

const SHOP = `CREATE TABLE dbo.Customer (Id int NOT NULL PRIMARY KEY, Name varchar(20) NOT NULL);
CREATE TABLE dbo.Orders (Id int NOT NULL PRIMARY KEY, CustomerId int NOT NULL REFERENCES dbo.Customer (Id), Amount money NOT NULL, Units int NOT NULL, Kind varchar(9) NOT NULL);
INSERT dbo.Customer VALUES (1, 'Anna'), (2, 'Bob');
GO
CREATE VIEW dbo.Prices AS SELECT Kind, SUM(Amount / Units) AS Price FROM dbo.Orders GROUP BY Kind;
GO
CREATE VIEW dbo.Names AS SELECT Name, COUNT(*) AS N FROM dbo.Customer GROUP BY Name;
`;

async function runOf(data: string | undefined): Promise<RunContext> {
  const folder = mkdtempSync(join(tmpdir(), 'datamigrate-rows-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  mkdirSync(join(folder, 'source'));
  mkdirSync(join(folder, 'files'));
  const source = join(folder, 'source', 'shop.sql');
  writeFileSync(source, SHOP);
  writeFileSync(
    join(folder, 'files', 'dbo.Orders.csv'),
    'Id,CustomerId,Amount,Units,Kind\n1,1,5,2,retail\n2,2,5,1,trade\n',
  );
  const opened = await openRunFolder(join(folder, 'out'), { now: () => new Date(), tell: () => {}, force: false });
  if (!opened.ok) throw new Error(opened.error.message);
  const { out, project, state, objects, close } = opened.value;
  onTestFinished(() => close());
  const clock = { now: () => new Date() };
  return {
    ...{ out, project, state, objects, clock, source },
    options: {
      ...{ schemaVersion: 1, source, target: 'duckdb', checkpoints: [], select: [], exclude: [], keepSteps: false },
      ...(data === undefined ? {} : { data }),
      ...(data === 'files' ? { dataPath: '../files' } : {}),
    },
    startedAt: clock.now(),
    signal: new AbortController().signal,
    emit: () => {},
  };
}

/** What is assumed about the values of each view when the run works with these rows. */
async function assumptions(run: RunContext): Promise<Readonly<Record<string, readonly string[]>>> {
  const cores = migrationCores();
  const assessment = await cores.assess(run);
  if (!assessment.ok) throw new Error(assessment.error[0]?.message);
  const plan = await cores.plan(run, assessment.value);
  if (!plan.ok) throw new Error(plan.error[0]?.message);
  const found: Record<string, readonly string[]> = {};
  for (const id of ['dbo.Prices', 'dbo.Names']) {
    const { payload } = await cores.execute(run, plan.value, id);
    found[id] = (payload as ObjectExecution).assumptions.map(({ code }) => code).sort();
  }
  await cores.end?.();
  return found;
}

it.each([
  ['files', { 'dbo.Prices': ['never-zero', 'spelled-alike'], 'dbo.Names': ['spelled-alike'] }],
  ['generated', { 'dbo.Prices': [], 'dbo.Names': ['spelled-alike'] }],
  ['none', { 'dbo.Prices': [], 'dbo.Names': [] }],
])('with rows of %s nothing is assumed but what measured rows prove', async (data, expected) => {
  expect(await assumptions(await runOf(data))).toEqual(expected);
});

it.each([
  [undefined, ['scripts 2', 'none 0']],
  ['files', ['scripts 2', 'file 2 dbo.Orders.csv']],
  ['generated', ['scripts 2', 'generated 40']],
  ['none', ['none 0', 'none 0']],
])('with --data %s every table says where its rows are from', async (data, expected) => {
  const run = await runOf(data);
  const opened = await new Workspaces().open(run);
  if (!opened.ok) throw new Error(opened.error.message);
  const { rows, loaded, reader } = opened.value;
  const told = ['dbo.Customer', 'dbo.Orders'].map((id) => rowsOfObject(rows, loaded, id));
  expect(told.map((each) => [each?.from, each?.count, each?.file].join(' ').trim())).toEqual(expected);
  const issues = (id: string): string[] => rowIssues(rows, reader, loaded, id).map(({ message }) => message);
  const generated = data === 'generated';
  expect(issues('dbo.Orders')).toEqual(
    generated ? ['The rows of dbo.Orders were generated: the source has none.'] : [],
  );
  expect(issues('dbo.Prices')).toEqual(generated ? ['It was compared on generated rows of dbo.Orders.'] : []);
  expect(issues('dbo.Names')).toEqual([]);
});

it('goes on with the same data files only', async () => {
  const run = await runOf('files');
  expect(await new Workspaces().open(run)).toMatchObject({ ok: true });
  expect(await new Workspaces().open(run)).toMatchObject({ ok: true });
  writeFileSync(join(run.out, '..', 'files', 'dbo.Orders.csv'), 'Id,CustomerId,Amount,Units,Kind\n');
  expect(await new Workspaces().open(run)).toMatchObject({ ok: false, error: { code: 'run-source-changed' } });
});

it.each([
  ['live', 'source-data-no-connection'],
  ['missing', 'source-data-folder'],
])('refuses --data %s', async (data, code) => {
  expect(await new Workspaces().open(await runOf(data))).toMatchObject({ ok: false, error: { code } });
});
