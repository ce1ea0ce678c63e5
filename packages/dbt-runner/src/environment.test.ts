import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { findDbtEnvironment } from './environment.js';

const PYTHON = process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python';

describe('findDbtEnvironment', () => {
  let root: string;
  const put = (path: string): void => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), '');
  };
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'environment-'));
    vi.stubEnv('DATAMIGRATE_DBT_HOME', '');
  });
  afterEach(() => {
    vi.unstubAllEnvs();
    rmSync(root, { recursive: true });
  });

  it('says how to make one', () => {
    expect(findDbtEnvironment(root)).toMatchObject({
      ok: false,
      error: { code: 'dbt-environment-missing', help: expect.stringContaining('npm run setup') },
    });
  });

  it('refuses one that was not finished', () => {
    put(`.cache/dbt/${PYTHON}`);
    expect(findDbtEnvironment(root)).toMatchObject({ ok: false, error: { code: 'dbt-environment-incomplete' } });
  });

  it('finds the one of the repository', () => {
    put(`.cache/dbt/${PYTHON}`);
    put('.cache/dbt/.datamigrate-stamp');
    const home = join(root, '.cache', 'dbt');
    expect(findDbtEnvironment(root)).toEqual({ ok: true, value: { home, python: join(home, PYTHON) } });
  });

  it('takes the one that the user names, made by whomever', () => {
    put(PYTHON);
    vi.stubEnv('DATAMIGRATE_DBT_HOME', root);
    expect(findDbtEnvironment()).toEqual({ ok: true, value: { home: root, python: join(root, PYTHON) } });
  });
});
