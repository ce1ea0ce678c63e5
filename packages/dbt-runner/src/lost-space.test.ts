import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { findDbtEnvironment } from './environment.js';
import { ranOutOfSpace } from './lost-space.js';
import { runDbt } from './run-dbt.js';
import { TinyProject } from './testing/tiny-project.js';

const found = findDbtEnvironment();
const disk = mkdtempSync(join(tmpdir(), 'dm-small-disk-'));
const isSmall = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=3m', 'tmpfs', disk], { stdio: 'ignore' }).status === 0;
const project = new TinyProject({
  'models/large.sql': "{{ config(materialized='table') }} select hash(range) as n from range({{ var('rows') }})",
});
afterAll(() => {
  if (isSmall) spawnSync('umount', ['-l', disk]);
  rmSync(disk, { recursive: true, force: true });
  project.remove();
});

describe.skipIf(!found.ok || !isSmall)('a warehouse on a small disk', () => {
  it.each([
    ['10', 'ok', false],
    ['3000000', 'failed', true],
  ])('with %s rows ends %s', { timeout: 60_000 }, async (rows, status, isFull) => {
    const outcome = await runDbt({
      environment: found.ok ? found.value : { home: '', python: '' },
      projectDir: project.dir,
      profilesDir: project.dir,
      command: 'build',
      vars: { rows },
      environmentVariables: { TINY_FILE: join(disk, `rows-${rows}.duckdb`) },
    });
    expect({ status: outcome.status, isFull: ranOutOfSpace(outcome) }, JSON.stringify(outcome.nodes)).toEqual({
      status,
      isFull,
    });
  });
});

it.each([
  ['[Errno 28] No space left on device', true],
  ["OSError: [Errno 122] Disk quota exceeded: 'x'", true],
  ['IO Error: Could not write file "a.duckdb": No space left on device', true],
  ['Binder Error: Referenced column "Errno28" not found', false],
])('tells %j: %s', (message, isFull) => {
  const error = { kind: 'error', name: 'E', code: 'x', message } as const;
  expect(ranOutOfSpace({ status: 'crashed', nodes: [], errors: [error], rawLog: [] })).toBe(isFull);
  expect(ranOutOfSpace({ status: 'crashed', nodes: [], errors: [], rawLog: ['Traceback', message] })).toBe(isFull);
  expect(ranOutOfSpace({ status: 'ok', nodes: [], errors: [], rawLog: [message] })).toBe(false);
});
