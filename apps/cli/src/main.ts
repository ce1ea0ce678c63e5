import { CommanderError } from 'commander';
import type { CliIo } from './cli-io.js';
import { EXIT } from './exit-code.js';
import { buildProgram } from './program/build-program.js';
import { reportUnexpected } from './unexpected-error.js';

/** Runs one command line (without `node` and the script) and returns its exit code. Never throws. */
export async function main(args: readonly string[], io: CliIo): Promise<number> {
  let code: number = EXIT.ok;
  try {
    const program = buildProgram(io, (finished) => {
      code = finished;
    });
    await program.parseAsync(args, { from: 'user' });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.failed;
    reportUnexpected(error, io);
    return EXIT.failed;
  }
}
