import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Clone } from './clone.js';

describe.skipIf(process.platform === 'win32')('npm test', () => {
  let clone: Clone;
  beforeEach(async () => {
    clone = new Clone();
    await clone.run('setup');
    clone.calls();
  });
  afterEach(() => clone.remove());

  it('runs every phase in order and closes with times and totals', async () => {
    const finished = await clone.run('test');
    expect(finished.code).toBe(0);
    const calls = clone.calls();
    expect(calls.slice(0, 2)).toEqual(['biome check .', 'tsc -b']);
    // Side by side.
    expect(calls.slice(2, 4).sort()).toEqual(['tsc -p tsconfig.tests.json', 'vue-tsc --noEmit -p apps/web']);
    expect(calls[4]).toMatch(/^vitest run --reporter=default /);
    expect(finished.stderr).toMatch(/set-up +0\.\d s\n +lint +\d\.\d s\n +types +\d\.\d s\n/);
    expect(finished.stderr.trimEnd().split('\n').at(-1)).toBe('7 passed, 0 failed, 2 skipped');
  });

  it('stops at the first phase that fails', async () => {
    const finished = await clone.run('test', [], { FAKE_BIOME_EXIT: '1' });
    expect(finished.code).toBe(1);
    expect(clone.calls()).toEqual(['biome check .']);
    expect(finished.stderr).toMatch(/lint .* FAILED\n +types +not run/);
    expect(finished.stderr).not.toContain('passed');
  });

  it('stops when one of two that run side by side fails', async () => {
    const finished = await clone.run('test', [], { 'FAKE_VUE-TSC_EXIT': '1' });
    expect(finished.code).toBe(1);
    expect(clone.calls().filter((call) => call.startsWith('vitest'))).toEqual([]);
    expect(finished.stderr).toMatch(/types elsewhere .* FAILED\n +tests +not run/);
  });

  it('fails when tests fail', async () => {
    const finished = await clone.run('test', [], { FAKE_VITEST_EXIT: '1' });
    expect(finished.code).toBe(1);
    expect(finished.stderr).toContain('7 passed, 1 failed');
  });

  it('runs only vitest when it is given arguments', async () => {
    expect(await clone.run('test', ['packages/one', '-t', 'x'])).toMatchObject({ code: 0 });
    expect(clone.calls()).toEqual(['vitest run packages/one -t x']);
  });
});
