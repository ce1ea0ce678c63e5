import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { explainFailure } from './explain-failure.mjs';
import { findPython } from './find-python.mjs';
import { CACHE, DBT_HOME, DBT_LOCK, pythonOf } from './paths.mjs';
import { runCommand } from './run-command.mjs';
import { digest, readStamp, removeStamp, writeStamp } from './stamp.mjs';

const STAMP = join(DBT_HOME, '.datamigrate-stamp');
const PIP_OPTIONS = [
  ...['--require-hashes', '--no-deps', '--only-binary', ':all:'],
  ...['--no-input', '--progress-bar', 'off', '--disable-pip-version-check'],
];

export const dbtEnvironment = {
  title: 'the Python environment of dbt (pip install), about half a minute',
  isCurrent() {
    const [inputs, namedPython] = (readStamp(STAMP) ?? '').split('\n');
    const wanted = process.env.DATAMIGRATE_PYTHON;
    return inputs === fingerprint() && (!wanted || wanted === namedPython) && existsSync(pythonOf(DBT_HOME));
  },
  async make() {
    const python = findPython();
    removeStamp(STAMP);
    rmSync(DBT_HOME, { recursive: true, force: true });
    mkdirSync(CACHE, { recursive: true });
    const env = pipEnvironment();
    const ownPip = python.ensurepip ? [] : ['--without-pip'];
    await run('python -m venv', [python.executable, '-m', 'venv', ...ownPip, DBT_HOME], env);
    await run('pip install', [...pipInstall(python), ...PIP_OPTIONS, '-r', DBT_LOCK], env);
    writeStamp(STAMP, `${fingerprint()}\n${process.env.DATAMIGRATE_PYTHON ?? ''}`);
  },
};

/** The lock and the Python that the environment was made with, as the environment itself tells it. */
function fingerprint() {
  const config = readStamp(join(DBT_HOME, 'pyvenv.cfg')) ?? '';
  const version = /^version\s*=\s*(\S+)/m.exec(config)?.[1] ?? '';
  return digest([readFileSync(DBT_LOCK), version]);
}

/**
 * The pip inside the environment or, where Python comes without the means to put one there, the host's pip told to
 * work in the environment. Only pip 22.3 and newer can be told so; an older one fills the folder without asking.
 *
 * @param {import('./find-python.mjs').Python} python
 */
function pipInstall(python) {
  const inside = pythonOf(DBT_HOME);
  if (python.ensurepip) return [inside, '-m', 'pip', 'install'];
  const [major, minor] = (python.pip ?? '').split('.').map(Number);
  const host = [python.executable, '-m', 'pip'];
  if (major > 22 || (major === 22 && minor >= 3)) return [...host, '--python', inside, 'install'];
  return [...host, 'install', '--target', sitePackages(python.version)];
}

/** @param {string} version */
function sitePackages(version) {
  if (process.platform === 'win32') return join(DBT_HOME, 'Lib', 'site-packages');
  return join(DBT_HOME, 'lib', `python${version.split('.').slice(0, 2).join('.')}`, 'site-packages');
}

/** Settings that send packages elsewhere are left out; registry, proxy and certificate settings stay. */
function pipEnvironment() {
  /** @type {NodeJS.ProcessEnv} */
  const env = { ...process.env, PYTHONNOUSERSITE: '1' };
  for (const name of [
    'PIP_TARGET',
    'PIP_PREFIX',
    'PIP_ROOT',
    'PIP_USER',
    'PIP_REQUIRE_VIRTUALENV',
    'PYTHONPATH',
    'PYTHONHOME',
  ]) {
    delete env[name];
  }
  return env;
}

/** @param {string} task @param {string[]} command @param {NodeJS.ProcessEnv} env */
async function run(task, [program, ...args], env) {
  const finished = await runCommand(program, args, { env, cwd: CACHE });
  if (finished.code !== 0) throw explainFailure(task, finished);
}
