import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findPython } from '../../../scripts/lib/find-python.mjs';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const LOCK = fileURLToPath(new URL('./tools.lock', import.meta.url));
const HOME = join(ROOT, '.cache', 'project-tools');
const BIN = join(HOME, process.platform === 'win32' ? 'Scripts' : 'bin');

/** Makes an environment with the linters and dbt 2, each file checked against its hash; nothing where it is there. */
export function installTools() {
  if (existsSync(join(BIN, 'sqlfluff'))) return;
  const install = [
    '-m',
    'pip',
    'install',
    '--quiet',
    '--no-deps',
    '--require-hashes',
    '--only-binary',
    ':all:',
    '-r',
    LOCK,
  ];
  run(findPython().executable, ['-m', 'venv', HOME]);
  run(join(BIN, 'python'), install);
}

function run(command, args) {
  const { status } = spawnSync(command, args, { stdio: ['ignore', 'inherit', 'inherit'] });
  if (status !== 0) throw new Error(`${command} ${args.slice(0, 3).join(' ')} ended with ${status}`);
}

/** Path of a tool: in the folder that DATAMIGRATE_LINTERS names, as installed by `--tools`, or on the PATH. */
export function toolPath(tool) {
  const home = [process.env.DATAMIGRATE_LINTERS, BIN].find(
    (each) => each !== undefined && existsSync(join(each, tool)),
  );
  return home === undefined ? tool : join(home, tool);
}

/** dbt 2; undefined where `--tools` has not installed it: a `dbt` on the PATH is usually another one. */
export function dbtTwo() {
  const path = join(BIN, 'dbt');
  return existsSync(path) ? path : undefined;
}
