import { renderDiagnostic } from '@datamigrate/diagnostics';
import type { CliIo } from './cli-io.js';
import { cliDiagnostics } from './diagnostics.js';

/** The one place where exceptions end: a message for people, and the stack only for those who ask for it. */
export function reportUnexpected(error: unknown, io: CliIo): void {
  const debug = !['', '0', undefined].includes(io.env['DATAMIGRATE_DEBUG']);
  const reason = (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? '';
  const help = debug
    ? 'This is a fault of datamigrate. Please report it with the lines below.'
    : 'This is a fault of datamigrate. Please report it; DATAMIGRATE_DEBUG=1 shows where it happened. A migration keeps what it has done: datamigrate resume DIR';
  io.stderr.write(`${renderDiagnostic(cliDiagnostics.create('cli-unexpected-error', { reason, help }))}\n`);
  if (debug && error instanceof Error) io.stderr.write(`${error.stack ?? ''}\n`);
}
