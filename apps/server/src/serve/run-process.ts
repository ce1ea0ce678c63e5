import { type Diagnostic, renderDiagnostic } from '@datamigrate/diagnostics';
import { readFlags } from '../settings/flags.js';
import { readSettings } from '../settings/settings.js';
import { type RunningServer, startServer } from './start-server.js';

/** After this the process ends whatever still runs; the next start takes it up. */
const PATIENCE_MS = 25_000;

/** The service as a process: prints where it is, and stops in order at a signal. A second signal ends it at once. */
export async function runProcess(): Promise<void> {
  const flags = readFlags(process.argv.slice(2));
  if (!flags.ok) return complain(flags.error);
  const settings = readSettings(flags.value, process.env);
  if (!settings.ok) return complain(settings.error);
  const started = await startServer(settings.value);
  if (!started.ok) return complain([started.error]);
  const server = started.value;
  welcome(server);
  let stopping = false;
  const stop = (reason: string) => {
    if (stopping) process.exit(130);
    stopping = true;
    server.services.log.info({ reason }, 'stopping');
    setTimeout(() => process.exit(1), PATIENCE_MS).unref();
    server.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        server.services.log.error({ err: error }, 'stopping failed');
        process.exit(1);
      },
    );
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stop(signal));
  // Started by another program: not without it.
  process.on('disconnect', () => stop('the parent is gone'));
  process.on('unhandledRejection', (error) =>
    server.services.log.error({ err: error }, 'a promise was rejected and nobody waited for it'),
  );
}

function welcome({ url, setupLink, demo, services }: RunningServer): void {
  const lines = [services.settings.role === 'worker' ? 'DataMigrate works on jobs.' : `DataMigrate is at ${url}`];
  lines.push(`Data: ${services.settings.data}`);
  if (demo?.password !== undefined) {
    lines.push('', `Sign in as ${demo.email} with the password ${demo.password}`);
    lines.push('The sample is migrated meanwhile: about a minute.');
  } else if (demo) lines.push('', `Sign in as ${demo.email} with the password that the first start printed.`);
  if (setupLink !== undefined)
    lines.push('', 'Make your account, the owner’s, with this link (good once, for 24 hours):', setupLink);
  lines.push('', 'Ctrl-C stops it.');
  process.stdout.write(`${lines.join('\n')}\n`);
}

function complain(diagnostics: readonly Diagnostic[]): void {
  for (const diagnostic of diagnostics) process.stderr.write(`${renderDiagnostic(diagnostic)}\n`);
  process.exitCode = 2;
}
