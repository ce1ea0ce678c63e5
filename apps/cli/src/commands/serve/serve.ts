import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { CliIo } from '../../cli-io.js';
import { EXIT, type ExitCode } from '../../exit-code.js';
import type { ServeOptions } from './command.js';

const PROGRAM = fileURLToPath(new URL('../../../../server/bin/datamigrate-server.mjs', import.meta.url));

/** Runs the service as a child process, and ends with it. */
export async function serve(options: ServeOptions, io: CliIo): Promise<ExitCode> {
  if (!existsSync(PROGRAM)) {
    io.stderr.write('error: the service is not part of this installation\n');
    return EXIT.failed;
  }
  const child = spawn(process.execPath, [PROGRAM, ...argumentsOf(options)], {
    env: { ...io.env, ...(options.quiet ? { LOG_LEVEL: io.env['LOG_LEVEL'] ?? 'error' } : {}) },
    // By the channel it notices when this process is gone.
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    // A group of its own: Ctrl-C comes here only and is passed on once.
    detached: true,
  });
  const release = io.onInterrupt(() => child.kill('SIGTERM'));
  try {
    const code = await new Promise<number | null>((resolve, reject) => {
      child.on('error', reject);
      child.on('close', resolve);
    });
    if (code === EXIT.ok || code === EXIT.interrupted) return code;
    return EXIT.failed;
  } finally {
    release();
  }
}

function argumentsOf({ port, host, data, role, demo }: ServeOptions): string[] {
  const named = { port, host, data, role };
  const given = Object.entries(named).flatMap(([name, value]) => (value === undefined ? [] : [`--${name}=${value}`]));
  return demo ? [...given, '--demo'] : given;
}
