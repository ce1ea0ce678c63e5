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
      const expected = error && error.name === 'SetupError';
      process.stderr.write(expected ? error.render() : String((error && error.stack) || error) + '\n');
      process.exitCode = expected ? error.exitCode : 2;
    },
  );
}
