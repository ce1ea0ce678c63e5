// Stands for Python: FAKE_PYTHON (JSON) changes what it tells about itself, FAKE_VENV and FAKE_PIP what it does.
import { appendFileSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const FAILURES = {
  offline:
    'WARNING: Retrying after connection broken by NewConnectionError: Failed to establish a new connection\nERROR: Could not find a version that satisfies the requirement agate==1.9.1 (from versions: none)\nERROR: No matching distribution found for agate==1.9.1',
  hash: 'ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.\n    agate==1.9.1:\n        Expected sha256 aaa\n             Got        bbb',
  full: "ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device: '/x'",
  musl: 'ERROR: Could not find a version that satisfies the requirement duckdb==1.5.6 (from versions: none)\nERROR: No matching distribution found for duckdb==1.5.6',
};

const self = process.env.FAKE_SELF;
const root = process.env.FAKE_ROOT;
const args = process.argv.slice(2);
const log = (text) => appendFileSync(join(root, 'calls.log'), `python ${text}\n`);

function fail(mode) {
  process.stderr.write(`${FAILURES[mode]}\n`);
  process.exit(1);
}

function wait() {
  writeFileSync(join(root, 'started'), String(process.pid));
  setTimeout(() => {}, 60_000);
}

if (args[0] === '-c') {
  const about = { version: '3.11.9', executable: self, venv: true, ensurepip: true, pip: '24.0' };
  process.stdout.write(JSON.stringify({ ...about, ...JSON.parse(process.env.FAKE_PYTHON ?? '{}') }));
} else if (args[1] === 'venv') {
  log(args.map((arg) => arg.replace(root, '.')).join(' '));
  const home = args[args.length - 1];
  mkdirSync(join(home, 'bin'), { recursive: true });
  symlinkSync(self, join(home, 'bin', 'python'));
  writeFileSync(join(home, 'pyvenv.cfg'), `home = ${dirname(self)}\nversion = 3.11.9\n`);
  if (process.env.FAKE_VENV === 'full') fail('full');
} else if (args[1] === 'pip') {
  log(args.map((arg) => arg.replace(root, '.')).join(' '));
  const mode = process.env.FAKE_PIP ?? 'ok';
  if (mode === 'slow') wait();
  else if (mode in FAILURES) fail(mode);
}
