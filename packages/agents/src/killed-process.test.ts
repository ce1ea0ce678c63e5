import { existsSync } from 'node:fs';
import { expect, it } from 'vitest';
import { safeName } from './run/safe-name.js';
import { spawnToy, withToyProcess } from './testing/spawn-toy.js';
import type { ToyObject } from './testing/toy-cores.js';
import { projectOf, type ToyRun, toyRun } from './testing/toy-run.js';

withToyProcess();

const OBJECTS: readonly ToyObject[] = [
  { id: 'dbo.C', dependsOn: ['dbo.B', 'dbo.a'] },
  { id: 'dbo.A', faults: 1 },
  { id: 'dbo.a' },
  { id: 'dbo.B', dependsOn: ['dbo.A'] },
];

it('goes on after SIGKILL at any point, does no finished step again, and ends with the same files', async () => {
  const whole = toyRun(OBJECTS);
  const undisturbed = await spawnToy(['run', whole.source, whole.out]);
  expect(undisturbed.result).toMatchObject({ ok: true, value: { status: 'finished' } });

  const killed = toyRun(OBJECTS);
  const random = seeded(20260721);
  let kills = 0;
  let ended = await spawnToy(['run', killed.source, killed.out], 1 + Math.floor(random() * 60));
  while (ended.signal !== null) {
    kills++;
    expect(ended.signal).toBe('SIGKILL');
    const command = existsSync(killed.path('.datamigrate/run.json')) ? 'resume' : 'run';
    ended = await spawnToy([command, killed.source, killed.out], 50 + Math.floor(random() * 80));
  }
  expect(kills).toBeGreaterThan(3);
  expect(ended.result).toMatchObject({ ok: true, value: { status: 'finished' } });
  expect(stateOf(killed)).toEqual(stateOf(whole));
  const calls = killed.calls();
  expect(calls.filter((call) => call.startsWith('again'))).toEqual([]);
  // A kill costs the call that was under way and nothing else.
  expect(calls.length).toBeLessThanOrEqual(whole.calls().length + kills);
});

it('stops at checkpoints and goes on in other processes', async () => {
  const toy = toyRun([{ id: 'dbo.A' }]);
  const stops: unknown[] = [];
  let ended = await spawnToy(['run', toy.source, toy.out, 'assess,plan,object']);
  while (ended.result?.ok && ended.result.value.status === 'stopped-at-checkpoint') {
    expect(toy.json('.datamigrate/run.json')).toMatchObject({ status: 'stopped-at-checkpoint' });
    stops.push([ended.result.value.checkpoint, toy.calls().at(-1)]);
    ended = await spawnToy(['resume', toy.source, toy.out]);
  }
  expect(stops).toEqual([
    ['assess', 'assess'],
    ['plan', 'plan'],
    ['object', 'evaluate dbo.A'],
  ]);
  expect(ended.result).toMatchObject({ ok: true, value: { status: 'finished' } });
  expect(toy.calls()).toHaveLength(6);
});

/** All that a run leaves, without the times. */
function stateOf(toy: ToyRun) {
  const { startedAt, updatedAt, source, ...run } = toy.json('.datamigrate/run.json');
  const steps = ['executor', 'evaluator'].flatMap((step) =>
    OBJECTS.map(({ id }) => toy.read('.datamigrate/objects', safeName(id), `${step}.json`)),
  );
  return { run, steps, report: toy.json('.datamigrate/report.json'), project: projectOf(toy.out) };
}

/** A small generator with a fixed start, so that a failure can be seen again. */
function seeded(state: number): () => number {
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}
