import { spawn } from 'node:child_process';
import { exitCodeOf } from './exit-code.mjs';
import { nodeTool, ROOT } from './paths.mjs';
import { RUN_AGAIN, SetupError } from './setup-error.mjs';

/** @typedef {{ name: string, run: () => Promise<number> }} Phase */

/**
 * Runs the phases until one fails and says how long each took.
 *
 * @param {readonly Phase[]} phases
 * @returns {Promise<number>} the exit code of the phase that failed, or 0
 */
export async function runPhases(phases) {
  /** @type {string[]} */
  const lines = [];
  let code = 0;
  try {
    for (const { name, run } of phases) {
      const started = performance.now();
      code = -1;
      code = await run().finally(() => lines.push(summaryLine(name, performance.now() - started)));
      if (code !== 0) break;
    }
  } finally {
    if (code !== 0) lines[lines.length - 1] += '  FAILED';
    const left = phases.slice(lines.length).map(({ name }) => `  ${name.padEnd(16)} not run`);
    process.stderr.write(['', 'time per phase', ...lines, ...left, ''].join('\n'));
  }
  return code;
}

/** @param {string} name @param {number} milliseconds */
function summaryLine(name, milliseconds) {
  return `  ${name.padEnd(16)} ${(milliseconds / 1000).toFixed(1).padStart(6)} s`;
}

/**
 * A phase that is one command of an npm package.
 *
 * @param {string} name
 * @param {string} path the command's file below node_modules
 * @param {readonly string[]} args
 * @returns {Phase}
 */
export function tool(name, path, args) {
  return { name, run: () => runTool(path, args) };
}

/**
 * Phases that keep one processor busy each, at the same time. Each says all that it has to say.
 *
 * @param {string} name
 * @param {readonly Phase[]} phases
 * @returns {Phase}
 */
export function sideBySide(name, phases) {
  return {
    name,
    run: async () => {
      const ended = await Promise.allSettled(phases.map(({ run }) => run()));
      for (const end of ended) if (end.status === 'rejected') throw end.reason;
      return ended.map((end) => (end.status === 'fulfilled' ? end.value : 0)).find((code) => code !== 0) ?? 0;
    },
  };
}

/** @param {string} path @param {readonly string[]} args @returns {Promise<number>} */
function runTool(path, args) {
  const file = nodeTool(path);
  if (!file) {
    throw new SetupError(`node_modules/${path} is missing`, { help: `remove node_modules, then ${RUN_AGAIN}` });
  }
  const child = spawn(process.execPath, [file, ...args], { cwd: ROOT, stdio: 'inherit' });
  // The terminal interrupts the tool itself; this process stays to tell how it ended.
  const stay = () => {};
  const stop = () => child.kill('SIGTERM');
  process.on('SIGINT', stay).on('SIGTERM', stop);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code, signal) => resolve(exitCodeOf(code, signal)));
  }).finally(() => process.off('SIGINT', stay).off('SIGTERM', stop));
}
