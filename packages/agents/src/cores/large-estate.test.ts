import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import type { RunContext } from '../graph/agent-cores.js';
import { openRunFolder } from '../run/run-folder.js';
import { migrationCores } from './migration-cores.js';

/** Many small tables and, twice as many, views on them and on one another, up to four deep. */
function estate(tables: number): string {
  const parts: string[] = [];
  for (let i = 0; i < tables; i++) {
    parts.push(
      `CREATE TABLE dbo.T${i} (Id int NOT NULL PRIMARY KEY, Name nvarchar(20) NOT NULL, Amount money NULL)`,
      `INSERT INTO dbo.T${i} VALUES (1, N'One', 1.5), (2, N'two', NULL)`,
    );
  }
  for (let i = 0; i < tables * 2; i++) {
    const below = i % 4 === 0 ? `dbo.T${(i * 7) % tables}` : `dbo.V${i - 1}`;
    parts.push(
      `CREATE VIEW dbo.V${i} AS SELECT a.Id, b.Name, SUM(a.Amount) AS Amount FROM ${below} AS a JOIN dbo.T${i % tables} AS b ON b.Id = a.Id WHERE b.Name <> N'x' GROUP BY a.Id, b.Name`,
    );
  }
  return parts.join('\nGO\n');
}

/** Milliseconds of computing for each object: assessed with its rows landed, planned and converted. */
async function costOf(tables: number): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'datamigrate-large-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const source = join(folder, 'estate.sql');
  writeFileSync(source, estate(tables));
  const opened = await openRunFolder(join(folder, 'out'), { now: () => new Date(), tell: () => {}, force: false });
  if (!opened.ok) throw new Error(opened.error.message);
  const { out, project, state, objects, close } = opened.value;
  const clock = { now: () => new Date() };
  const options = { schemaVersion: 1, source, target: 'duckdb', checkpoints: [], select: [], exclude: [] } as const;
  const run: RunContext = {
    ...{ out, project, state, objects, clock, source },
    options: { ...options, checkpoints: [], select: [], exclude: [], keepSteps: false },
    startedAt: clock.now(),
    signal: new AbortController().signal,
    emit: () => {},
  };
  const cores = migrationCores();
  const before = process.cpuUsage();
  const assessment = await cores.assess(run);
  if (!assessment.ok) throw new Error(assessment.error[0]?.message);
  const plan = await cores.plan(run, assessment.value);
  if (!plan.ok) throw new Error(plan.error[0]?.message);
  const verdicts = new Set<string>();
  for (const { id } of plan.value.objects) verdicts.add((await cores.execute(run, plan.value, id)).verdict);
  const { user, system } = process.cpuUsage(before);
  await cores.end?.();
  await close();
  expect(plan.value.objects).toHaveLength(tables * 3);
  expect([...verdicts]).toEqual(['translated']);
  return (user + system) / 1000 / (tables * 3);
}

it('costs as much for each object of a large estate as of a small one', async () => {
  // The small one comes first and pays for what is compiled on the way.
  const small = await costOf(40);
  const large = await costOf(240);
  expect(large).toBeLessThan(small * 2);
});
