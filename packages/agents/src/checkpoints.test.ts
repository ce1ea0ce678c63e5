import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { projectOf, type ToyRun, toyRun } from './testing/toy-run.js';

const PLAN = '.datamigrate/plan.yml';

function edit(toy: ToyRun, from: RegExp | string, to: string): void {
  const plan = toy.read(PLAN);
  expect(plan).toMatch(from);
  writeFileSync(toy.path(PLAN), plan.replace(from, to));
}

const statusOf = (toy: ToyRun) => toy.json('.datamigrate/run.json')['status'];

it('gives the edited plan to the executor', async () => {
  const toy = toyRun();
  const stopped = await toy.run({ checkpoints: ['plan'] });
  expect(stopped).toEqual({
    ok: true,
    value: { status: 'stopped-at-checkpoint', checkpoint: 'plan', planFile: toy.path(PLAN) },
  });
  expect(toy.calls()).toEqual(['assess', 'plan']);
  // C no longer needs B, and B needs C.
  edit(toy, 'dependsOn: [dbo.B]', 'dependsOn: []');
  edit(toy, 'dependsOn: [dbo.A]', 'dependsOn: [dbo.A, dbo.C]');
  edit(toy, /id: dbo.A(.*?)action: convert/s, 'id: dbo.A$1action: refuse');
  expect(await toy.resume()).toMatchObject({ ok: true, value: { status: 'finished' } });
  expect(toy.calls().slice(2, 5)).toEqual(['execute dbo.C', 'execute dbo.A', 'execute dbo.B']);
  expect(Object.values(projectOf(toy.out)).join('')).toContain('-- dbo.A (refuse)');
});

it('waits until an edited plan is valid', async () => {
  const toy = toyRun();
  await toy.run({ checkpoints: ['plan'] });
  edit(toy, 'action: convert', 'action: covert');
  for (let i = 0; i < 2; i++) {
    const result = await toy.resume();
    expect(result.ok ? [] : result.error).toMatchObject([{ code: 'run-plan-invalid', severity: 'error' }]);
    expect(statusOf(toy)).toBe('stopped-at-checkpoint');
  }
  expect(toy.calls()).toEqual(['assess', 'plan']);
  edit(toy, 'covert', 'convert');
  expect(await toy.resume()).toMatchObject({ ok: true, value: { status: 'finished' } });
});

it('brings back a plan that was deleted', async () => {
  const toy = toyRun();
  await toy.run({ checkpoints: ['plan'] });
  const plan = toy.read(PLAN);
  rmSync(toy.path(PLAN));
  expect(await toy.resume()).toMatchObject({ ok: true, value: { status: 'finished' } });
  expect(toy.read(PLAN)).toBe(plan);
});

it('does again what an edit between objects concerns, and asks about it again', async () => {
  const toy = toyRun();
  await toy.run({ checkpoints: ['object'] });
  await toy.resume();
  expect(toy.calls().at(-1)).toBe('evaluate dbo.B');
  const model = readdirSync(toy.path('models')).find((name) => name.startsWith('dbo.B')) ?? '';
  // B gets another name: its old model goes, C is made of the new one, A stays.
  edit(toy, /name: dbo.B-\w+/, 'name: b_renamed');
  const before = toy.calls().length;
  const stops: unknown[] = [];
  let result = await toy.resume();
  while (result.ok && result.value.status === 'stopped-at-checkpoint') {
    stops.push(toy.calls().at(-1));
    result = await toy.resume();
  }
  expect(toy.calls().slice(before)).toEqual([
    'execute dbo.B',
    'again executor dbo.B',
    'execute dbo.C',
    'again executor dbo.C',
    'test 0',
    'evaluate dbo.A',
    'again evaluator dbo.A',
    'evaluate dbo.B',
    'again evaluator dbo.B',
    'evaluate dbo.C',
    'report',
  ]);
  // The answer for A stands.
  expect(stops).toEqual(['again evaluator dbo.B', 'evaluate dbo.C']);
  const models = readdirSync(toy.path('models'));
  expect(models).toContain('b_renamed.sql');
  expect(models).not.toContain(model);
  expect(Object.values(projectOf(toy.out)).join('')).not.toContain('not there');
});

it('asks no question twice and loses no work without the files of the graph', async () => {
  const toy = toyRun();
  await toy.run({ checkpoints: ['assess', 'plan', 'object'] });
  for (let i = 0; i < 3; i++) await toy.resume();
  expect(toy.calls().at(-1)).toBe('evaluate dbo.B');
  const before = toy.calls().length;
  rmSync(toy.path('.datamigrate/graph'), { recursive: true });
  // The stop after B has not been answered as far as anyone knows.
  expect(await toy.resume()).toMatchObject({ value: { checkpoint: 'object' } });
  expect(toy.calls()).toHaveLength(before);
  await toy.resume();
  expect(await toy.resume()).toMatchObject({ value: { status: 'finished' } });
  expect(toy.calls().slice(before)).toEqual(['evaluate dbo.C', 'report']);
});

it('goes on from an earlier checkpoint when the newest is damaged', async () => {
  const toy = toyRun();
  await toy.run({ checkpoints: ['plan'] });
  const folder = '.datamigrate/graph';
  const newest = readdirSync(toy.path(folder)).sort().at(-1) ?? '';
  writeFileSync(toy.path(folder, newest), '{"id":');
  expect(await toy.resume()).toMatchObject({ value: { checkpoint: 'plan' } });
  expect(toy.events.some((event) => event.kind === 'note' && event.text.includes('run-checkpoint-damaged'))).toBe(true);
  expect(await toy.resume()).toMatchObject({ value: { status: 'finished' } });
  expect(toy.calls()).toHaveLength(10);
});

it('a finished run gives its report again', async () => {
  const toy = toyRun();
  const first = await toy.run();
  const calls = toy.calls();
  expect(await toy.resume()).toEqual(first);
  expect(toy.calls()).toEqual(calls);
  rmSync(toy.path('.datamigrate/report.json'));
  expect(await toy.resume()).toEqual(first);
  expect(toy.calls()).toEqual([...calls, 'report']);
});

it('refuses a source that changed', async () => {
  const toy = toyRun();
  await toy.run({ checkpoints: ['plan'] });
  writeFileSync(`${toy.source}/source.json`, '{"objects":[]}');
  expect(await toy.resume()).toMatchObject({ ok: false, error: [{ code: 'run-source-changed' }] });
  expect(statusOf(toy)).toBe('stopped-at-checkpoint');
});

it('takes over a plan that was edited after the run had ended', async () => {
  const toy = toyRun();
  await toy.run();
  const before = toy.calls().length;
  expect(await toy.resume()).toMatchObject({ ok: true, value: { status: 'finished' } });
  expect(toy.calls()).toHaveLength(before);
  edit(toy, /id: dbo.A(.*?)action: convert/s, 'id: dbo.A$1action: refuse');
  expect(await toy.resume()).toMatchObject({ ok: true, value: { status: 'finished' } });
  expect(toy.calls().slice(before)).toContain('execute dbo.A');
  expect(Object.values(projectOf(toy.out)).join('')).toContain('-- dbo.A (refuse)');
});
