import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { progressEventSchema } from '@datamigrate/contracts';
import { describe, expect, it } from 'vitest';
import { safeName } from './run/safe-name.js';
import { callsOf, projectOf, type ToyRun, toyRun } from './testing/toy-run.js';

const RUN = '.datamigrate/run.json';

describe('a cancelled run', () => {
  it.each(['assess', 'execute dbo.B', 'test 0', 'evaluate dbo.C'])('ends in order after %s', async (call) => {
    const controller = new AbortController();
    const toy = toyRun(undefined, { onCall: (made) => void (made === call && controller.abort()) });
    const result = await toy.run({ signal: controller.signal });
    expect(result).toMatchObject({ ok: true, value: { status: 'cancelled' } });
    expect(toy.json(RUN)).toMatchObject({ status: 'cancelled' });
    expect(JSON.stringify(toy.json(RUN)['stages'])).not.toMatch(/running|failed/);
    expect(toy.calls().at(-1)).toBe(call);
    const resumed = await toy.resume();
    expect(resumed).toMatchObject({ ok: true, value: { status: 'finished' } });
    // The call at hand returned, so it is not made again.
    expect(toy.calls()).toHaveLength(10);
  });

  it('makes the call again that gave up', async () => {
    const controller = new AbortController();
    const toy = toyRun(undefined, {
      onCall: (made) => {
        if (made !== 'execute dbo.B' || controller.signal.aborted) return;
        controller.abort();
        throw controller.signal.reason;
      },
    });
    expect(await toy.run({ signal: controller.signal })).toMatchObject({ value: { status: 'cancelled' } });
    expect(await toy.resume()).toMatchObject({ value: { status: 'finished' } });
    expect(toy.calls().filter((call) => call === 'execute dbo.B')).toHaveLength(2);
    expect(toy.calls()).toHaveLength(11);
  });
});

describe('a bug in an agent', () => {
  it.each(['execute', 'evaluate'] as const)('costs one object when it %ss', async (crash) => {
    const toy = toyRun([{ id: 'dbo.A' }, { id: 'dbo.Bad', crash }, { id: 'dbo.C' }]);
    const result = await toy.run();
    expect(result).toMatchObject({
      ok: true,
      value: { report: { objects: [{ verdict: 'equal' }, { verdict: 'found' }, { verdict: 'equal' }] } },
    });
    expect(toy.json(RUN)['objects']).toEqual([
      { id: 'dbo.A', status: 'done', verdict: 'equal' },
      { id: 'dbo.Bad', status: 'done', verdict: crash === 'execute' ? 'found' : 'translated' },
      { id: 'dbo.C', status: 'done', verdict: 'equal' },
    ]);
    const agent = crash === 'execute' ? 'executor' : 'evaluator';
    expect(toy.json('.datamigrate/objects', safeName('dbo.Bad'), `${agent}-failed.json`)).toMatchObject({
      outcome: { code: 'run-agent-failed', object: 'dbo.Bad', message: expect.stringContaining('toy bug') },
    });
    expect(toy.read('.datamigrate/crashes', `${agent}-${safeName('dbo.Bad')}.txt`)).toContain(
      'TypeError: toy bug\n    at ',
    );
    const files = Object.keys(projectOf(toy.out)).filter((path) => path.includes('Bad'));
    expect(files).toHaveLength(crash === 'execute' ? 0 : 2);
  });

  it('stops the run elsewhere, which can be resumed', async () => {
    let broken = true;
    const toy = toyRun(undefined, {
      onCall: (call) => {
        if (call === 'test 0' && broken) throw new TypeError('toy bug');
      },
    });
    const result = await toy.run();
    expect(result.ok ? [] : result.error).toMatchObject([{ code: 'run-agent-failed' }]);
    expect(result.ok ? '' : JSON.stringify(result.error)).not.toContain('    at ');
    expect(toy.json(RUN)).toMatchObject({ status: 'failed' });
    expect(toy.json(RUN)['stages']).toContainEqual({ agent: 'tester', status: 'failed' });
    broken = false;
    expect(await toy.resume()).toMatchObject({ ok: true, value: { status: 'finished' } });
    expect(toy.calls()).toHaveLength(11);
  });
});

it('lost I/O is one diagnostic with the file', async () => {
  // A folder where a file of the run should be.
  const toy: ToyRun = toyRun(undefined, {
    onCall: (call) => {
      if (call === 'execute dbo.A')
        mkdirSync(toy.path('.datamigrate/objects', safeName('dbo.A'), 'executor.json/x'), { recursive: true });
    },
  });
  const result = await toy.run();
  expect(result.ok ? [] : result.error).toMatchObject([{ code: 'run-file-failed', severity: 'error' }]);
  expect(toy.json(RUN)).toMatchObject({ status: 'failed' });
  rmSync(toy.path('.datamigrate/objects', safeName('dbo.A'), 'executor.json'), { recursive: true });
});

it('what an agent reports ends the run', async () => {
  const toy = toyRun([]);
  const result = await toy.run();
  expect(result.ok ? [] : result.error).toEqual([{ code: 'toy-empty', severity: 'error', message: 'Nothing there.' }]);
  expect(existsSync(toy.out)).toBe(false);
});

describe('repairs', () => {
  it.each([
    [1, 'equal', ['test 0', 'repair 1', 'test 1']],
    [9, 'runs', ['test 0', 'repair 1', 'test 1', 'repair 2', 'test 2', 'repair 3', 'test 3']],
  ])('of %i faults end as %s', async (faults, verdict, calls) => {
    const toy = toyRun([{ id: 'dbo.A', faults }]);
    expect(await toy.run()).toMatchObject({ value: { report: { objects: [{ verdict }] } } });
    expect(toy.calls().filter((call) => /test|repair/.test(call))).toEqual(calls);
  });
});

it('records every event, each once', async () => {
  const toy = toyRun();
  await toy.run({ checkpoints: ['object'] });
  for (let i = 0; i < 3; i++) await toy.resume();
  const lines = toy.read('.datamigrate/events.jsonl').trimEnd().split('\n');
  const events = lines.map((line) => progressEventSchema.parse(JSON.parse(line)));
  expect(events).toEqual(toy.events);
  expect(
    events.flatMap((event) => (event.kind === 'object' ? [`${event.index}/${event.total} ${event.id}`] : [])),
  ).toEqual(['1/3 dbo.A', '2/3 dbo.B', '3/3 dbo.C']);
});

it.each([
  ['executor', '{', 'execute dbo.A'],
  ['executor', '{"object":"dbo.B","step":"executor","inputs":"","outcome":{}}', 'execute dbo.A'],
  ['evaluator', '', 'evaluate dbo.A'],
])('does a step again whose record is damaged: %s, %j', async (step, text, call) => {
  const toy = toyRun();
  await toy.run();
  writeFileSync(toy.path('.datamigrate/objects', safeName('dbo.A'), `${step}.json`), text);
  rmSync(toy.path('.datamigrate/report.json'));
  expect(await toy.resume()).toMatchObject({ ok: true, value: { status: 'finished' } });
  expect(toy.calls().slice(10)).toEqual([call, 'report']);
  expect(toy.events.some((event) => event.kind === 'note' && event.text.includes('run-record-damaged'))).toBe(true);
});

it.each(['options.json', 'run.json'])('a damaged %s is a diagnostic', async (file) => {
  const toy = toyRun();
  await toy.run({ checkpoints: ['plan'] });
  const text = readFileSync(join(toy.out, '.datamigrate', file), 'utf8');
  writeFileSync(toy.path('.datamigrate', file), text.slice(0, 40));
  const result = await toy.resume();
  expect(result.ok ? [] : result.error).toMatchObject([{ code: 'run-file-damaged' }]);
  writeFileSync(toy.path('.datamigrate', file), text);
  expect(await toy.resume()).toMatchObject({ ok: true, value: { status: 'finished' } });
});

it('finds the source again when both folders moved', async () => {
  const toy = toyRun();
  await toy.run({ checkpoints: ['plan'] });
  const moved = join(dirname(toy.out), 'moved');
  mkdirSync(moved);
  for (const folder of ['source', 'out']) renameSync(join(dirname(toy.out), folder), join(moved, folder));
  const { signal } = new AbortController();
  const result = await toy.engine.resumeMigration({
    out: join(moved, 'out'),
    signal,
    onEvent: () => {},
    clock: { now: () => new Date() },
  });
  expect(result).toMatchObject({ ok: true, value: { status: 'finished' } });
  expect(callsOf(join(moved, 'source'))).toHaveLength(10);
});
