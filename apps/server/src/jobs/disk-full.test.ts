import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Report } from '@datamigrate/contracts';
import { pino } from 'pino';
import { afterAll, expect, it } from 'vitest';
import { newPerson, TINY_SCRIPT, testService } from '../testing/test-service.js';
import { startWorker } from '../worker/start-worker.js';
import { forgetTests, metFullDisk } from './disk-full.js';
import { migrationFolder } from './migration-folders.js';

const service = await testService();
service.startWorkers();
afterAll(() => service.close());

it('tests again what was tested on a full disk, and converts nothing again', { timeout: 240_000 }, async () => {
  const person = await newPerson(service);
  const source = { kind: 'script', text: TINY_SCRIPT, fileName: 'tiny.sql' };
  const { body } = await person.post('/migrations', { source });
  const id = String(body['id']);
  let state: unknown;
  do state = (await person.get(`/migrations/${id}`, { prefer: 'wait=60' })).body['state'];
  while (state === 'queued' || state === 'running');
  expect(state).toBe('succeeded');
  const folder = migrationFolder(service.data, id);
  const file = (...parts: string[]) => join(folder.project, '.datamigrate', ...parts);
  const report = (): Report => JSON.parse(readFileSync(file('report.json'), 'utf8')) as Report;
  expect(await metFullDisk(folder.project)).toBe(false);

  // As such a run leaves it: the report blames an object.
  const damaged = report();
  const [first] = damaged.objects;
  const message = 'dbt did not build the model expensive_item: [Errno 28] No space left on device';
  first?.issues.push({ code: 'test-project-failed', severity: 'error', message });
  if (first) first.verdict = 'translated';
  writeFileSync(file('report.json'), JSON.stringify(damaged));
  expect(await metFullDisk(folder.project)).toBe(true);

  const executed = () =>
    readdirSync(file('objects')).map((name) => statSync(file('objects', name, 'executor.json')).mtimeMs);
  const before = executed();
  await forgetTests(folder.project);
  expect(await metFullDisk(folder.project)).toBe(false);
  const options = { target: 'duckdb', checkpoints: [], select: [], exclude: [] } as const;
  const start = { kind: 'start', source: folder.source, out: folder.project, ...options } as const;
  const worker = startWorker(start, { uploads: folder.source }, () => {}, pino({ level: 'silent' }));
  expect(await worker.ended).toEqual({ outcome: { kind: 'finished' } });
  expect(report().objects.map(({ verdict }) => verdict)).toEqual(['equal', 'equal']);
  expect(executed()).toEqual(before);
});
