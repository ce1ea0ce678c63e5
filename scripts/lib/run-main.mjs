// Start of every script. It uses nothing that an old Node lacks, so that an old Node gets the message and not a syntax error.
import { nodeVersionProblem } from './node-version.mjs';

/**
 * Runs a script's main function and ends the process with the exit code it returns.
 * An expected failure is printed in one piece, without a stack, and ends with 2.
 *
 * @param {() => Promise<number>} main
 */
export function runMain(main) {
  const problem = nodeVersionProblem(process.versions.node);
  if (problem) {
    process.stderr.write(problem);
    process.exit(2);
  }
  main().then(
    (code) => {
      process.exitCode = code;
    },
    (error) => {
      process.stderr.write(describe(error));
      process.exitCode = Object(error).exitCode || 2;
    },
  );
}

/** A full disk or a missing permission is nobody's bug: one line says it all. @param {any} error */
function describe(error) {
  const { name, message, stack, syscall } = Object(error);
  if (name === 'SetupError') return error.render();
  if (!syscall) return `${stack || error}\n`;
  return `error: ${message}\nhelp: make room or give access there, then run it again: finished steps are kept\n`;
}
