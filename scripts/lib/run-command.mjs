import { spawn } from 'node:child_process';
import { exitCodeOf } from './exit-code.mjs';
import { passSignals } from './pass-signals.mjs';
import { SetupError } from './setup-error.mjs';
import { noteWorker } from './setup-lock.mjs';

/**
 * @typedef {object} Finished
 * @property {number | null} code null when a signal ended the program, or when it could not be started
 * @property {string | null} signal
 * @property {string} output both streams, in the order they came
 * @property {boolean} missing there is no such program
 */

/**
 * Runs a program to its end. An interrupt is passed on to it, and thrown only after it has ended: nobody else may start
 * on files that it is still writing.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, show?: boolean }} [options] `show` passes the output on to stderr
 * @returns {Promise<Finished>}
 */
export function runCommand(command, args, { cwd, env = process.env, show = false } = {}) {
  const child = spawn(command, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'], shell: needsShell(command) });
  noteWorker(child);
  const endPassing = passSignals(child);
  /** @type {string[]} */
  const chunks = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text) => {
      chunks.push(text);
      if (show) process.stderr.write(text);
    });
  }
  return new Promise((resolve, reject) => {
    /** @param {Omit<Finished, 'output'>} end */
    const finish = (end) => {
      const interrupt = endPassing();
      if (interrupt) reject(interrupted(interrupt));
      else resolve({ ...end, output: chunks.join('') });
    };
    child.on('error', (error) => {
      chunks.push(String(error));
      finish({ code: null, signal: null, missing: Object(error).code === 'ENOENT' });
    });
    child.on('close', (code, signal) => finish({ code, signal, missing: false }));
  });
}

/** Windows starts npm only through its shell, as it is a batch file there. @param {string} command */
function needsShell(command) {
  return process.platform === 'win32' && command === 'npm';
}

/** @param {NodeJS.Signals} signal */
function interrupted(signal) {
  return new SetupError('interrupted', {
    help: 'run it again: finished steps are kept, the one that was interrupted is made anew',
    exitCode: exitCodeOf(null, signal),
  });
}
