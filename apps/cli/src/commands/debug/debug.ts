import type { Diagnostic } from '@datamigrate/diagnostics';
import { checkLiveSource, isLiveSource, openSource } from '@datamigrate/sources';
import type { CliIo } from '../../cli-io.js';
import { EXIT, type ExitCode } from '../../exit-code.js';
import type { Log } from '../../logging/log.js';
import { type Check, checkInstallation } from './check-installation.js';

interface Checked {
  readonly checks: readonly Check[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Checks on stdout, and what to do about those that fail on stderr. */
export async function debug(source: string | undefined, json: boolean, io: CliIo, log: Log): Promise<ExitCode> {
  const { checks, diagnostics } = await checked(source, io);
  if (json) {
    const issues = diagnostics.map(({ code, severity, message, help }) => ({ code, severity, message, help }));
    io.stdout.write(`${JSON.stringify({ ok: checks.every(({ ok }) => ok), checks, issues }, null, 2)}\n`);
  } else {
    const width = Math.max(...checks.map(({ name }) => name.length));
    for (const { name, ok, text } of checks) {
      io.stdout.write(`${ok ? 'ok    ' : 'failed'}  ${name.padEnd(width)}  ${text}\n`);
    }
  }
  for (const diagnostic of diagnostics) log.diagnostic(diagnostic);
  return checks.every(({ ok }) => ok) ? EXIT.ok : EXIT.handled;
}

async function checked(source: string | undefined, io: CliIo): Promise<Checked> {
  if (source === undefined) return checkInstallation();
  if (isLiveSource(source) || source.includes('://')) {
    const { steps, diagnostics } = await checkLiveSource(source, { environment: io.env });
    return { checks: steps.map(({ step, ok, text }) => ({ name: step, ok, text })), diagnostics };
  }
  const opened = await openSource(source);
  if (!opened.ok) {
    return { checks: [{ name: 'source', ok: false, text: opened.error.message }], diagnostics: [opened.error] };
  }
  const { kind, database, scripts } = opened.value;
  const text = `${database}: ${kind}, ${scripts.length} scripts`;
  return { checks: [{ name: 'source', ok: true, text }], diagnostics: opened.value.diagnostics };
}
