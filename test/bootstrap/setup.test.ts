import { rmSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Clone } from './clone.js';

const NPM = 'npm ci --include=dev --include=optional --no-audit --no-fund';
const VENV = 'python -m venv ./.cache/dbt';
const PIP =
  'python -m pip install --require-hashes --no-deps --only-binary :all: --no-input --progress-bar off --disable-pip-version-check -r ./requirements/dbt.lock';

describe.skipIf(process.platform === 'win32')('set-up', () => {
  let clone: Clone;
  beforeEach(() => {
    clone = new Clone();
  });
  afterEach(() => clone.remove());

  it('makes everything once, tells one line per step, and then nothing more', async () => {
    const first = await clone.run('setup');
    expect(first).toMatchObject({ code: 0, stdout: '' });
    expect(first.stderr.trimEnd().split('\n')).toEqual([
      'set-up 1/4: npm packages (npm ci)',
      'set-up 2/4: the Python environment of dbt (pip install), about half a minute',
      'set-up 3/4: TypeScript build (tsc -b)',
    ]);
    const calls = clone.calls();
    expect(calls[0]).toBe(NPM);
    expect(calls.filter((call) => call !== 'tsc -b')).toEqual([NPM, VENV, PIP]);
    expect(calls).toHaveLength(4);

    const started = performance.now();
    const second = await clone.run('setup');
    expect(performance.now() - started).toBeLessThan(1_000);
    expect(second).toEqual({ code: 0, stdout: '', stderr: 'set-up: everything is in place\n' });
    expect(clone.calls()).toEqual([]);
  });

  it.each<[string, (clone: Clone) => void, string[]]>([
    ['a changed source is built', (c) => c.write('packages/one/src/index.ts', 'export const one = 11;\n'), ['tsc -b']],
    ['a new source is built', (c) => c.write('packages/one/src/deep/two.ts', 'export const two = 2;\n'), ['tsc -b']],
    ['a changed test is not built', (c) => c.write('packages/one/src/index.test.ts', ''), []],
    ['a removed dist is built', (c) => rmSync(c.path('packages/one/dist'), { recursive: true }), ['tsc -b']],
    ['a changed npm lock is installed and built', (c) => c.write('package-lock.json', '{ }'), [NPM, 'tsc -b']],
    ['a new workspace is installed', (c) => c.write('packages/two/package.json', '{}'), [NPM, 'tsc -b']],
    ['removed node_modules come back', (c) => rmSync(c.path('node_modules'), { recursive: true }), [NPM]],
    ['a changed dbt lock makes a new environment', (c) => c.write('requirements/dbt.lock', 'x\n'), [VENV, PIP]],
    ['a removed Python makes a new environment', (c) => rmSync(c.path('.cache/dbt/bin/python')), [VENV, PIP]],
  ])('%s', async (_, change, expected) => {
    await clone.run('setup');
    clone.calls();
    change(clone);
    expect(await clone.run('setup')).toMatchObject({ code: 0 });
    expect(clone.calls()).toEqual(expected);
    await clone.run('setup');
    expect(clone.calls()).toEqual([]);
  });

  it('keeps an environment whose Python was named once, and replaces it when another is named', async () => {
    clone.program('my-python', 'python.mjs');
    const named = { DATAMIGRATE_PYTHON: `${clone.bin}/my-python` };
    await clone.run('setup', [], named);
    clone.calls();
    await clone.run('setup');
    expect(clone.calls()).toEqual([]);
    await clone.run('setup', [], { DATAMIGRATE_PYTHON: `${clone.bin}/python3` });
    expect(clone.calls()).toEqual([VENV, PIP]);
  });

  it.each([
    ['24.0', 'python -m pip --python ./.cache/dbt/bin/python install'],
    ['22.0.2', 'python -m pip install --target ./.cache/dbt/lib/python3.11/site-packages'],
  ])('uses the pip %s of the host where ensurepip is missing', async (pip, expected) => {
    const env = { FAKE_PYTHON: JSON.stringify({ ensurepip: false, pip }) };
    expect(await clone.run('setup', [], env)).toMatchObject({ code: 0 });
    const [, venv, install] = clone.calls().filter((call) => call !== 'tsc -b');
    expect(venv).toBe('python -m venv --without-pip ./.cache/dbt');
    expect(install?.startsWith(`${expected} `)).toBe(true);
  });
});
