import { processIo } from './cli-io.js';
import { EXIT } from './exit-code.js';
import { codeOf } from './input/read-file.js';
import { main } from './main.js';
import type { CommandContext } from './program/command-context.js';
import { reportUnexpected } from './unexpected-error.js';

/** Runs the command line of this process and ends it, once all that was written is out. */
export async function runProcess(loadEngine?: CommandContext['loadEngine']): Promise<void> {
  const io = processIo();
  const args = process.argv.slice(2);
  // A reader that has seen enough, such as head, closes the pipe: that is no fault.
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error) => {
      if (codeOf(error) === 'EPIPE') process.exit(process.exitCode ?? EXIT.ok);
    });
  }
  process.on('uncaughtException', (error) => {
    reportUnexpected(error, io, args);
    process.exit(EXIT.failed);
  });
  const code = await main(args, io, loadEngine);
  process.exitCode = code;
  await Promise.all([drained(process.stdout), drained(process.stderr)]);
  process.exit(code);
}

function drained(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => {
    if (stream.destroyed) resolve();
    else stream.write('', () => resolve());
  });
}
