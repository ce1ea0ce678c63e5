import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Clone, type Finished } from './clone.js';

const STACK = /^\s+at .*\d+:\d+\)?$/m;

function expectOneMessage(finished: Finished, message: RegExp): void {
  expect(finished.stderr).toMatch(message);
  expect(finished).toMatchObject({ code: 2, stdout: '' });
  expect(finished.stderr).not.toMatch(STACK);
  expect(finished.stderr.match(/^error: /gm)).toHaveLength(1);
  expect(finished.stderr.match(/^help: /gm)).toHaveLength(1);
}

describe.skipIf(process.platform === 'win32')('a set-up that cannot go on', () => {
  let clone: Clone;
  beforeEach(() => {
    clone = new Clone();
  });
  afterEach(() => clone.remove());

  it('names the Node that is needed', async () => {
    clone.write('old.cjs', "Object.defineProperty(process.versions, 'node', { value: '18.19.1' });\n");
    const env = { NODE_OPTIONS: `--require "${clone.path('old.cjs')}"` };
    expectOneMessage(await clone.run('setup', [], env), /^error: this is Node 18\.19\.1, and DataMigrate needs 20\.20/);
    expect(clone.calls()).toEqual([]);
  });

  it('tells that npm is missing', async () => {
    clone.without('npm');
    expectOneMessage(await clone.run('setup'), /npm is not installed/);
  });

  it('tells that there is no Python, or only one that is too old or too new', async () => {
    for (const version of ['3.9.18', '2.7.18', '3.15.0']) {
      const finished = await clone.run('setup', [], { FAKE_PYTHON: JSON.stringify({ version }) });
      expectOneMessage(finished, /error: there is no Python 3\.10 to 3\.14/);
      expect(finished.stderr).toContain(`found only Python ${version}`);
    }
    clone.without('python3');
    expectOneMessage(await clone.run('setup'), /error: there is no Python 3\.10 to 3\.14/);
    const named = await clone.run('setup', [], { DATAMIGRATE_PYTHON: '/nowhere/python' });
    expectOneMessage(named, /error: \$DATAMIGRATE_PYTHON \(\/nowhere\/python\) is not Python/);
  });

  it('finds a Python under another name when the first is unfit', async () => {
    clone.without('python3');
    clone.program('python3.12', 'python.mjs');
    expect(await clone.run('setup')).toMatchObject({ code: 0 });
  });

  it('names the package that a Python without ensurepip and pip lacks', async () => {
    const env = { FAKE_PYTHON: JSON.stringify({ ensurepip: false, pip: null }) };
    const finished = await clone.run('setup', [], env);
    expectOneMessage(finished, /its module ensurepip is missing/);
    expect(finished.stderr).toContain('python3.11-venv');
    expect(finished.stderr).toContain('python3-pip');
  });

  it.each<[string, Record<string, string>, RegExp]>([
    ['npm is offline', { FAKE_NPM: 'offline' }, /npm ci: the package registry cannot be reached/],
    ['npm gets other bytes', { FAKE_NPM: 'hash' }, /npm ci: .*wrong hash/],
    ['npm fills the disk', { FAKE_NPM: 'full' }, /npm ci: the disk is full/],
    ['the npm lock is out of date', { FAKE_NPM: 'mismatch' }, /package\.json and package-lock\.json do not agree/],
    ['npm fails in a new way', { FAKE_NPM: 'strange' }, /npm ci ended with code 1\n {2}npm error something nobody/],
    ['pip is offline', { FAKE_PIP: 'offline' }, /pip install: the package registry cannot be reached/],
    ['pip gets other bytes', { FAKE_PIP: 'hash' }, /pip install: .*wrong hash/],
    ['pip fills the disk', { FAKE_PIP: 'full' }, /pip install: the disk is full/],
    ['the system has no packages', { FAKE_PIP: 'musl' }, /no ready-made package for this system/],
    ['venv fills the disk', { FAKE_VENV: 'full' }, /python -m venv: the disk is full/],
    [
      'the sources do not compile',
      { FAKE_TSC_EXIT: '1' },
      /the TypeScript build failed\n {2}tsc is not content with a\.ts/,
    ],
  ])('%s: says so, and the next run goes on from there', async (_, env, message) => {
    const failed = await clone.run('setup', [], env);
    expectOneMessage(failed, message);
    expect(failed.stderr).toContain('run it again: finished steps are kept');
    expect(failed.stderr).not.toContain('A complete log');
    const before = clone.calls();
    expect(await clone.run('setup')).toMatchObject({ code: 0 });
    const npmHadWorked = !('FAKE_NPM' in env);
    expect(before.some((call) => call.startsWith('npm'))).toBe(true);
    expect(clone.calls().some((call) => call.startsWith('npm'))).toBe(!npmHadWorked);
  });
});
