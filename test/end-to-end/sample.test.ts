import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkReport, type Originals, reportSchema } from '@datamigrate/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cli, type Finished, hasDbt, killTree, ROOT, startCli, until } from './support/cli.js';
import { lastingPart, MigratedFolder } from './support/migrated-folder.js';
import { rowsWritten, statementsInModules } from './support/scripts.js';
import { landedRows } from './support/warehouse.js';

const SAMPLE = join(ROOT, 'samples/harbor-trading');
const TABLES = 33;

describe.skipIf(!hasDbt)('migrate the sample', () => {
  const folder = mkdtempSync(join(tmpdir(), 'datamigrate-sample-'));
  const migrated = new MigratedFolder(join(folder, 'out'));
  let finished: Finished;
  beforeAll(async () => {
    finished = await cli('migrate', SAMPLE, '--out', migrated.out, '--json');
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('ends with 0 and prints the report and nothing else', () => {
    expect(finished.code, finished.stderr).toBe(0);
    expect(JSON.parse(finished.stdout)).toEqual(migrated.report());
  });

  it('says on the way what it does, without faults', () => {
    expect(finished.stderr).toMatch(/^\[72\/72\] /m);
    expect(finished.stderr).not.toMatch(/^error|internal error|\n {4}at /m);
  });

  it.each([
    'dbt_project.yml',
    'profiles.yml',
    'README.md',
    'warehouse.duckdb',
    '.datamigrate/run.json',
    '.datamigrate/plan.yml',
    '.datamigrate/catalog.json',
    '.datamigrate/trace.jsonl',
    '.datamigrate/originals.json',
    '.datamigrate/events.jsonl',
    '.datamigrate/report.json',
    '.datamigrate/report.html',
  ])('writes %s', (file) => {
    expect(migrated.text(file).length).toBeGreaterThan(100);
  });

  it('counts lines as the files do', () => {
    const originals = JSON.parse(migrated.text('.datamigrate/originals.json')) as Originals;
    for (const [object, { text, file, line }] of Object.entries(originals)) {
      const lines = readFileSync(join(SAMPLE, file ?? ''), 'utf8').split('\n');
      const own = text.trimEnd().split('\n');
      expect(lines[line - 1]?.trimEnd(), object).toBe(own[0]?.trimEnd());
      const last = line + own.length - 1;
      for (const each of migrated.trace().filter((one) => one.object === object)) {
        expect(each.line, object).toBeGreaterThanOrEqual(line);
        expect(each.endLine ?? each.line, object).toBeLessThanOrEqual(last);
      }
    }
  });

  it('builds without an error, a warning or a failed test', () => {
    const { dbt, totals } = migrated.report();
    expect(dbt).toMatchObject({ errors: 0, warnings: 0, tests: { fail: 0 } });
    expect(dbt?.tests.pass).toBeGreaterThan(100);
    expect(dbt?.nodes).toBeGreaterThan(totals.models);
  });

  it('accounts for every statement', () => {
    const { totals, objects } = reportSchema.parse(JSON.parse(finished.stdout));
    expect(checkReport(migrated.report())).toEqual([]);
    expect(totals.statements).toBe(statementsInModules(SAMPLE));
    const trace = migrated.trace();
    expect(trace).toHaveLength(totals.statements);
    for (const { id, statements } of objects) {
      const own = trace.filter(({ object }) => object === id);
      const inState = (state: string) => own.filter((line) => line.state === state).length;
      expect({ id, total: own.length, converted: inState('converted'), refused: inState('refused') }).toEqual({
        id,
        total: statements.total,
        converted: statements.converted,
        refused: statements.refused,
      });
    }
  });

  it('gives a place and a reason for everything that it does not convert', () => {
    const silent = migrated.trace().filter(({ state, reason }) => state !== 'converted' && (reason ?? '') === '');
    expect(silent).toEqual([]);
    const refused = migrated.report().objects.filter(({ verdict }) => verdict === 'refused');
    expect(refused.length).toBeGreaterThan(0);
    expect(refused.filter(({ issues }) => issues.length === 0)).toEqual([]);
  });

  it('lands every table with all its rows', async () => {
    const tables = migrated.report().objects.filter(({ kind }) => kind === 'table');
    expect(tables).toHaveLength(TABLES);
    const landed = await landedRows(
      migrated.path('warehouse.duckdb'),
      tables.map(({ id }) => id),
    );
    const total = (rows: ReadonlyMap<string, number>) => [...rows.values()].reduce((a, b) => a + b, 0);
    expect(total(landed)).toBe(total(rowsWritten(SAMPLE)));
    expect(tables.map(({ id, verdict, evidence }) => [id, verdict, evidence[0]?.rowsTarget])).toEqual(
      tables.map(({ id }) => [id, 'equal', landed.get(id)]),
    );
  });

  it('finds no rows that differ', () => {
    const { objects } = migrated.report();
    const unequal = objects.flatMap(({ evidence }) => evidence.filter((e) => e.missing + e.extra + e.different > 0));
    expect(unequal).toEqual([]);
    expect(objects.filter(({ verdict }) => verdict === 'equal').length).toBeGreaterThanOrEqual(45);
  });

  it('writes a page that loads nothing from anywhere', () => {
    const page = migrated.text('.datamigrate/report.html');
    expect(page).toMatch(/^<!doctype html>/i);
    expect(page).not.toMatch(/<(link|iframe|object|embed|base)\b|\bsrc\s*=|@import|url\(\s*['"]?(?!#)|\bfetch\(/i);
    const links = [...page.matchAll(/href="([^"]*)"/g)].map(([, href]) => href);
    expect(links.filter((href) => !href?.startsWith('#'))).toEqual([]);
  });

  it('shows the same report again, in every form', async () => {
    const json = await cli('report', migrated.out, '--json');
    expect(json).toMatchObject({ code: 0, stdout: finished.stdout });
    const text = await cli('report', migrated.out);
    expect(text.stdout).toContain(`${migrated.report().totals.statements} statements = `);
  });

  it('ends with 1 when it is strict, for there are refusals', async () => {
    expect(await cli('report', migrated.out, '--strict')).toMatchObject({ code: 1 });
  });

  it('is finished: there is nothing to resume, and the folder is not free', async () => {
    const records = migrated.finishedSteps();
    const resumed = await cli('resume', migrated.out, '--json');
    expect(resumed).toMatchObject({ code: 0, stdout: finished.stdout });
    expect(migrated.finishedSteps()).toEqual(records);
    const again = await cli('migrate', SAMPLE, '--out', migrated.out);
    expect(again.code).toBe(2);
    expect(again.stderr).toMatch(/^error\[run-folder-occupied\].*\n {2}help: .*resume.*--force/);
  });

  it.skipIf(process.platform !== 'linux')('survives kills at every stage', async () => {
    const killed = new MigratedFolder(join(folder, 'killed'));
    const stages: readonly (readonly [args: readonly string[], sign: RegExp])[] = [
      [['migrate', SAMPLE, '--out', killed.out], /^executor /m],
      [['resume', killed.out], /^tester /m],
      [['resume', killed.out], /^\[30\/72\] /m],
    ];
    let records = new Map<string, number>();
    const changedSince = (before: ReadonlyMap<string, number>) => {
      const now = killed.finishedSteps();
      return [...before].filter(([step, time]) => now.get(step) !== time);
    };
    for (const [args, sign] of stages) {
      expect(await killAt(args, sign)).toMatch(sign);
      expect(changedSince(records)).toEqual([]);
      records = killed.finishedSteps();
    }
    expect(records.size).toBeGreaterThan(72);
    const resumed = await cli('resume', killed.out);
    expect(resumed.code, resumed.stderr).toBe(0);
    expect(changedSince(records)).toEqual([]);
    expect(lastingPart(killed.report())).toEqual(lastingPart(migrated.report()));
    expect(killed.project()).toEqual(migrated.project());
  });
});

/** Kills a run, and all that it started, when its progress says a certain thing; gives what it said until then. */
async function killAt(args: readonly string[], sign: RegExp): Promise<string> {
  const { child, finished } = startCli(args);
  let said = '';
  child.stderr?.on('data', (chunk) => (said += String(chunk)));
  await until(child, () => sign.test(said));
  killTree(child);
  await finished;
  return said;
}
