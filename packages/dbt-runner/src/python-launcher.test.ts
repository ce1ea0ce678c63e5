import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findDbtEnvironment } from './environment.js';
import { SLOW_MODEL, TinyProject } from './testing/tiny-project.js';

const LAUNCHER = fileURLToPath(new URL('../python/launch_dbt.py', import.meta.url));
/** A process that starts dbt as the runner does, tells its number and its output, and never ends by itself. */
const STARTER = `
const [python, ...args] = process.argv.slice(1);
const dbt = require('node:child_process').spawn(python, args, { stdio: ['pipe', 'pipe', 'ignore'], detached: true });
console.log('pid ' + dbt.pid);
dbt.stdout.pipe(process.stdout);
setInterval(() => {}, 1_000);
`;

const found = findDbtEnvironment();

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

describe.skipIf(!found.ok || process.platform === 'win32')('the launcher', () => {
  let project: TinyProject;
  let starter: ChildProcess | undefined;
  beforeEach(() => {
    project = new TinyProject({ 'models/slow.sql': SLOW_MODEL });
  });
  afterEach(() => {
    starter?.kill('SIGKILL');
    project.remove();
  });

  it('ends dbt when the process that started it is killed', async () => {
    const python = found.ok ? found.value.python : '';
    const args = [LAUNCHER, '--log-format', 'json', '--log-level', 'debug', 'build', '--profiles-dir', project.dir];
    const child = spawn(process.execPath, ['-e', STARTER, python, ...args], {
      cwd: project.dir,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    starter = child;
    let output = '';
    await new Promise<void>((resolve) => {
      child.stdout.setEncoding('utf8').on('data', (text: string) => {
        output += text;
        if (output.includes('"NodeStart"')) resolve();
      });
    });
    const dbt = Number(/^pid (\d+)/.exec(output)?.[1]);
    expect(isAlive(dbt)).toBe(true);
    child.kill('SIGKILL');
    // An interrupt that comes before the query has begun is lost: then the launcher's own time-out ends dbt.
    const deadline = Date.now() + 30_000;
    while (isAlive(dbt) && Date.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 50));
    expect(isAlive(dbt)).toBe(false);
  });
});
