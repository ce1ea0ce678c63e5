import { existsSync, readdirSync } from 'node:fs';
import { expect, it } from 'vitest';
import { projectOf, toyRun } from './testing/toy-run.js';

it('runs the agents in order, each object after those that it depends on', async () => {
  const toy = toyRun();
  const result = await toy.run();
  expect(result).toMatchObject({ ok: true, value: { status: 'finished', report: { totals: { objects: 3 } } } });
  expect(toy.calls()).toEqual([
    'assess',
    'plan',
    'execute dbo.A',
    'execute dbo.B',
    'execute dbo.C',
    'test 0',
    'evaluate dbo.A',
    'evaluate dbo.B',
    'evaluate dbo.C',
    'report',
  ]);
  expect(Object.values(projectOf(toy.out)).join('')).not.toContain('not there');
  expect(toy.json('.datamigrate/run.json')).toMatchObject({
    status: 'finished',
    stages: ['assessment', 'planner', 'executor', 'tester', 'rebuilder', 'evaluator'].map((agent) => ({
      agent,
      status: 'done',
    })),
    objects: ['dbo.C', 'dbo.A', 'dbo.B'].map((id) => ({ id, status: 'done', verdict: 'equal' })),
  });
  expect(existsSync(toy.path('.datamigrate/lock.json'))).toBe(false);
  expect(readdirSync(toy.path('.datamigrate/graph')).length).toBeLessThanOrEqual(4);
});
