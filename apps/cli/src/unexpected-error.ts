import { renderDiagnostic } from '@datamigrate/diagnostics';
import type { CliIo } from './cli-io.js';
import { cliDiagnostics } from './diagnostics.js';

/** The one place where exceptions end: a message for people, and the stack only for those who ask for it. */
export function reportUnexpected(error: unknown, io: CliIo, args: readonly string[]): void {
  const debug = !['', '0', undefined].includes(io.env['DATAMIGRATE_DEBUG']);
  const reason = (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? '';
  const help = debug
    ? 'This is a fault of datamigrate. Please report it with the lines below.'
    : 'This is a fault of datamigrate. Please report it; DATAMIGRATE_DEBUG=1 shows where it happened. A migration keeps what it has done: datamigrate resume DIR';
  const diagnostic = cliDiagnostics.create('cli-unexpected-error', { reason, help });
  const stack = debug && error instanceof Error ? error.stack : undefined;
  if (wantsJson(args)) {
    const { code, severity, message } = diagnostic;
    io.stderr.write(`${JSON.stringify({ kind: 'note', level: severity, text: message, code, help, stack })}\n`);
  } else io.stderr.write(`${[renderDiagnostic(diagnostic), ...(stack === undefined ? [] : [stack])].join('\n')}\n`);
}

/** The options may not have been read yet when something goes wrong. */
function wantsJson(args: readonly string[]): boolean {
  return /(^| )--log-format[ =]json( |$)/.test(args.join(' '));
}
