import { setTimeout as pause } from 'node:timers/promises';
import type { MigrationEvent } from '@datamigrate/contracts';
import { afterAll, expect, it } from 'vitest';
import { newPerson, TINY_SCRIPT, testService } from '../testing/test-service.js';

const service = await testService();
service.startWorkers();
afterAll(() => service.close());

const SCRIPT = `${TINY_SCRIPT}
CREATE VIEW dbo.[Odd Name] AS SELECT Name FROM dbo.Item;
GO
CREATE TABLE dbo.Total (Items int NOT NULL);
GO
CREATE PROCEDURE dbo.usp_Refused AS BEGIN DECLARE @s nvarchar(50) = N'x'; EXEC sp_executesql @s; END;
GO
`;

it('shows objects and their models before the run has ended', { timeout: 180_000 }, async () => {
  const person = await newPerson(service);
  const made = await person.post('/migrations', { source: { kind: 'script', text: SCRIPT, fileName: 'tiny.sql' } });
  const path = `/migrations/${made.body['id']}`;
  type Line = { id: string; status: string; verdict: string | null; models: string[] };
  let lines: Line[] = [];
  do {
    await pause(50);
    lines = ((await person.get(`${path}/objects`)).body['data'] ?? []) as Line[];
  } while (lines.length === 0 || lines.some(({ status }) => status === 'waiting'));
  const models = (await person.get(`${path}/models?include=sql`)).body['data'] as { name: string; sql: string }[];
  const view = (await person.get(`${path}/objects/dbo.ExpensiveItem`)).body;
  const odd = (await person.get(`${path}/objects/${encodeURIComponent('dbo.[Odd Name]')}`)).body;
  const refused = (await person.get(`${path}/objects/dbo.usp_Refused`)).body;
  const now = (await person.get(path)).body;
  // dbt has not built anything yet.
  expect(now).toMatchObject({ state: 'running', progress: { objects: 5, done: 0 }, totals: null });
  expect(now['verdicts']).toEqual({ translated: 4, refused: 1 });
  expect(models.map(({ name }) => name)).toContain('expensive_item');
  expect(view).toMatchObject({
    status: 'running',
    verdict: 'translated',
    source: { text: expect.stringContaining('CREATE VIEW') },
    modelFiles: [{ name: 'expensive_item', sql: expect.stringContaining('> 40') }],
    trace: [{ statement: 'CreateView' }, { statement: 'Select' }],
    evidence: [],
  });
  expect(odd).toMatchObject({ source: { text: expect.stringContaining('Odd Name') } });
  expect(refused).toMatchObject({ verdict: 'refused', modelFiles: [], issues: [{ severity: 'error' }] });
  expect(refused['reason']).not.toBe('');

  expect((await person.get(path, { prefer: 'wait=60' })).body).toMatchObject({ state: 'succeeded' });
  const { body } = await person.get(`${path}/events`, { accept: 'application/json' });
  const told = (body['data'] as MigrationEvent[]).map(({ data }) => data);
  const converted = told.flatMap((data) => (data.kind === 'converted' ? [data.id] : []));
  expect(converted.sort()).toEqual(lines.map(({ id }) => id).sort());
  const ends = told.findIndex(({ kind }) => kind === 'object');
  expect(told.findLastIndex(({ kind }) => kind === 'converted')).toBeLessThan(ends);
  expect((await person.get(`${path}/objects/dbo.ExpensiveItem`)).body).toMatchObject({
    status: 'done',
    verdict: 'equal',
    modelFiles: [{ name: 'expensive_item' }],
    evidence: [{ rowsSource: 2 }],
  });
});
