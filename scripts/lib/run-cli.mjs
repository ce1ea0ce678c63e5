import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { exitCodeOf } from './exit-code.mjs';
import { passSignals } from './pass-signals.mjs';
import { ROOT } from './paths.mjs';

/**
 * Runs the command line of this clone and returns its exit code. It gets a process group of its own: the terminal
 * would otherwise interrupt it a second time, beside the interrupt that is passed on.
 *
 * @param {readonly string[]} args
 * @returns {Promise<number>}
 */
export function runCli(args) {
  const cli = join(ROOT, 'apps', 'cli', 'bin', 'datamigrate.mjs');
  const child = spawn(process.execPath, [cli, ...args], {
    cwd: ROOT,
    stdio: ['ignore', 'inherit', 'inherit'],
    detached: process.platform !== 'win32',
  });
  passSignals(child);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code, signal) => resolve(exitCodeOf(code, signal)));
  });
}
