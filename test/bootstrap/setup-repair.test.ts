import { existsSync, readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Clone, finish, until } from './clone.js';

/** The process number of the program that the fakes keep running. */
function started(clone: Clone): number {
  return existsSync(clone.path('started')) ? Number(readFileSync(clone.path('started'), 'utf8')) : 0;
}

describe.skipIf(process.platform === 'win32')('a set-up that was disturbed', () => {
  let clone: Clone;
  beforeEach(() => {
    clone = new Clone();
  });
  afterEach(() => clone.remove());

  it.each<[string, Record<string, string>, RegExp]>([
    ['npm', { FAKE_NPM: 'slow' }, /^npm ci/],
    ['pip', { FAKE_PIP: 'slow' }, /^python -m venv/],
  ])('killed in %s: the next run waits for what is left of it and makes that step anew', async (_, env, first) => {
    const child = clone.start('setup', [], env);
    const finished = finish(child);
    await until(() => started(clone) > 0);
    // The build goes on beside pip.
    if (env['FAKE_PIP']) await until(() => existsSync(clone.path('.cache/build-stamp')));
    child.kill('SIGKILL');
    await until(() => child.signalCode !== null);
    clone.calls();

    const next = clone.run('setup');
    await sleep(300);
    expect(clone.calls()).toEqual([]);
    process.kill(started(clone), 'SIGKILL');
    await finished;
    expect(await next).toMatchObject({ code: 0, stderr: expect.stringContaining('waiting for another one') });
    expect(clone.calls()[0]).toMatch(first);
    expect(await clone.run('setup')).toMatchObject({ stderr: 'set-up: everything is in place\n' });
  });

  it('tells a failure of one program when the other has ended, too', async () => {
    const failed = await clone.run('setup', [], { FAKE_PIP: 'offline' });
    expect(failed).toMatchObject({ code: 2, stderr: expect.stringContaining('pip install') });
    expect(existsSync(clone.path('.cache/build-stamp'))).toBe(true);
    expect(existsSync(clone.path('.cache/setup.lock'))).toBe(false);
  });

  it('interrupted: passes it on, gives the lock back and ends with 130', async () => {
    const child = clone.start('setup', [], { FAKE_PIP: 'slow' });
    const finished = finish(child);
    await until(() => started(clone) > 0);
    child.kill('SIGINT');
    expect(await finished).toMatchObject({ code: 130, stderr: expect.stringContaining('error: interrupted') });
    expect(existsSync(clone.path('.cache/setup.lock'))).toBe(false);
    expect(await clone.run('setup')).toMatchObject({ code: 0 });
  });

  it('takes over the lock of a process that is gone', async () => {
    clone.write('.cache/setup.lock', JSON.stringify({ pid: 2 ** 22 + 1, host: hostname() }));
    expect(await clone.run('setup')).toMatchObject({ code: 0 });
  });

  it('waits for a set-up that runs: every step is made once', async () => {
    const all = await Promise.all([clone.run('setup'), clone.run('setup'), clone.run('setup')]);
    expect(all.map(({ code }) => code)).toEqual([0, 0, 0]);
    expect(all.filter(({ stderr }) => stderr.includes('waiting for another one')).length).toBeGreaterThan(0);
    const calls = clone.calls().map((call) => call.split(' ').slice(0, 3).join(' '));
    expect(calls[0]).toBe('npm ci --include=dev');
    expect(calls.slice(1).sort()).toEqual(['python -m pip', 'python -m venv', 'tsc -b']);
  });
});
