import { CommanderError } from 'commander';
import type { CliIo } from './cli-io.js';
import { loadEngine as loadAgents } from './engine/load-engine.js';
import { EXIT } from './exit-code.js';
import { buildProgram } from './program/build-program.js';
import type { CommandContext } from './program/command-context.js';
import { reportUnexpected } from './unexpected-error.js';

/** Runs one command line (without `node` and the script) and returns its exit code. Never throws. */
export async function main(
  args: readonly string[],
  io: CliIo,
  loadEngine: CommandContext['loadEngine'] = loadAgents,
): Promise<number> {
  let code: number = EXIT.ok;
  try {
    const finish = (finished: number) => {
      code = finished;
    };
    const program = buildProgram({ io, loadEngine, finish });
    await program.parseAsync(args, { from: 'user' });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.failed;
    reportUnexpected(error, io, args);
    return EXIT.failed;
  }
}
