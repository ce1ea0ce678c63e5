import { spawnSync } from 'node:child_process';
import { RUN_AGAIN, SetupError } from './setup-error.mjs';

const OLDEST_MINOR = 10;
const NEWEST_MINOR = 14;
const MINORS = Array.from({ length: NEWEST_MINOR - OLDEST_MINOR + 1 }, (_, i) => NEWEST_MINOR - i);

// Must run on any Python, version 2 included, and import nothing that a cut-down installation may lack.
const PROBE = `
import json, sys
try:
    from importlib.util import find_spec
    from importlib.metadata import version
except ImportError:
    find_spec = lambda name: None
try:
    pip = version('pip') if find_spec('pip') else None
except Exception:
    pip = None
print(json.dumps({
    'version': '%d.%d.%d' % tuple(sys.version_info[:3]),
    'executable': sys.executable,
    'venv': bool(find_spec('venv')),
    'ensurepip': bool(find_spec('ensurepip')),
    'pip': pip,
}))
`;

/**
 * @typedef {object} Python
 * @property {string} version
 * @property {string} executable
 * @property {boolean} venv
 * @property {boolean} ensurepip
 * @property {string | null} pip
 */

/**
 * The first interpreter that can make an environment; one that cannot is only named in the message.
 *
 * @returns {Python}
 */
export function findPython() {
  const found = [];
  for (const [command, ...args] of candidates()) {
    const python = probe(command, args);
    if (!python) continue;
    if (isSupported(python) && python.venv && (python.ensurepip || python.pip)) return python;
    found.push(python);
  }
  const incomplete = found.find(isSupported);
  throw incomplete ? cannotMakeEnvironments(incomplete) : noPython(found);
}

/** @returns {string[][]} */
function candidates() {
  const named = process.env.DATAMIGRATE_PYTHON;
  if (named) return [[named]];
  const numbered = MINORS.map((minor) => [`python3.${minor}`]);
  const launcher = process.platform === 'win32' ? [['py', '-3']] : [];
  return [['python3'], ...numbered, ['python'], ...launcher];
}

/** @param {string} command @param {string[]} args @returns {Python | undefined} */
function probe(command, args) {
  const { status, stdout } = spawnSync(command, [...args, '-c', PROBE], { encoding: 'utf8', timeout: 20_000 });
  if (status !== 0) return undefined;
  try {
    return JSON.parse(stdout);
  } catch {
    return undefined;
  }
}

/** @param {Python} python */
function isSupported({ version }) {
  const [major, minor] = version.split('.').map(Number);
  return major === 3 && minor >= OLDEST_MINOR && minor <= NEWEST_MINOR;
}

/** @param {readonly Python[]} found */
function noPython(found) {
  const named = process.env.DATAMIGRATE_PYTHON;
  const where = named ? `$DATAMIGRATE_PYTHON (${named}) is not` : 'there is no';
  return new SetupError(`${where} Python 3.${OLDEST_MINOR} to 3.${NEWEST_MINOR}, which dbt needs`, {
    lines: found.map(({ version, executable }) => `found only Python ${version}: ${executable}`),
    help: `install Python 3.${OLDEST_MINOR} or newer, or set DATAMIGRATE_PYTHON to one, then ${RUN_AGAIN}`,
  });
}

/** @param {Python} python */
function cannotMakeEnvironments({ version, executable, venv }) {
  const minor = version.split('.').slice(0, 2).join('.');
  return new SetupError(
    `Python ${version} cannot make environments: its module ${venv ? 'ensurepip' : 'venv'} is missing`,
    {
      lines: [executable],
      help:
        `install it (Debian and Ubuntu: the package python3-venv or python${minor}-venv; python3-pip is enough too) ` +
        `or set DATAMIGRATE_PYTHON to a complete Python, then ${RUN_AGAIN}`,
    },
  );
}
