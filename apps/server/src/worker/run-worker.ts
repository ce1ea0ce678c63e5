import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type MigrationResult, resumeMigration, runMigration } from '@datamigrate/agents';
import { RUN_FILES, RUN_FOLDER } from '@datamigrate/contracts';
import type { Diagnostic } from '@datamigrate/diagnostics';
import { extractSource, keepPassword, reachOnly } from '@datamigrate/sources';
import { withPassword } from '../uploads/connection-address.js';
import { isPublicAddress } from '../webhooks/public-address.js';
import type { FromWorker, InspectMessage, Outcome, StartMessage, ToWorker } from './messages.js';

/**
 * The process of one migration: it works in a folder, tells its parent what happens, and ends. It knows nothing of the
 * service's database, and it does not outlive its parent.
 */
export function runWorker(): void {
  const abort = new AbortController();
  process.on('message', (message: ToWorker) => {
    if (message.kind === 'cancel') abort.abort();
    else
      void work(() => (message.kind === 'start' ? migrated(message, abort.signal) : inspected(message, abort.signal)));
  });
  process.on('disconnect', () => endGroup());
  // The parent decides when to stop; a terminal sends Ctrl-C to both.
  process.on('SIGINT', () => {});
  process.on('SIGTERM', () => abort.abort());
}

/** With dbt, which runs in the same group. */
function endGroup(): void {
  try {
    process.kill(-process.pid, 'SIGKILL');
  } catch {
    process.exit(1);
  }
}

async function work(outcomeOf: () => Promise<Outcome>): Promise<void> {
  const outcome = await orFault(outcomeOf);
  const message: FromWorker = { kind: 'outcome', outcome };
  process.send?.(message, () => process.exit(0));
}

async function migrated(
  { kind: _, password, publicOnly, ...options }: StartMessage,
  signal: AbortSignal,
): Promise<Outcome> {
  const environment = {
    signal,
    clock: { now: () => new Date() },
    onEvent: () => void process.send?.({ kind: 'events' }),
  };
  knowServer(options.source, { password, publicOnly });
  const isFormer = existsSync(join(options.out, RUN_FOLDER, RUN_FILES.run));
  const result = isFormer
    ? await resumeMigration({ ...environment, out: options.out })
    : await runMigration({ ...environment, ...options, force: false });
  return outcomeFrom(result);
}

async function inspected({ source, ...server }: InspectMessage, signal: AbortSignal): Promise<Outcome> {
  knowServer(source, server);
  const extracted = await extractSource(source, { now: Date.now(), signal });
  return extracted.ok ? { kind: 'inspected', objects: extracted.value.objects } : failedWith(extracted.error);
}

/** In memory, for the packages that open the source: neither the environment nor a file gets the password. */
function knowServer(
  address: string,
  { password, publicOnly }: { readonly password?: string | undefined; readonly publicOnly?: true | undefined },
): void {
  // The service looked its name up too, but names can be answered differently each time.
  if (publicOnly) reachOnly(isPublicAddress);
  if (password !== undefined) keepPassword(withPassword(address, password));
}

async function orFault(outcomeOf: () => Promise<Outcome>): Promise<Outcome> {
  try {
    return await outcomeOf();
  } catch (error) {
    // A fault of ours: the text goes to the log of the service, not to its users.
    process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
    const message = 'Something went wrong inside datamigrate.';
    return {
      kind: 'failed',
      failure: { code: 'api-internal', message, help: 'The log of the service has the details.' },
    };
  }
}

function outcomeFrom(result: MigrationResult): Outcome {
  if (!result.ok) return failedWith(result.error[0]);
  const { status, checkpoint } = result.value;
  if (status === 'stopped-at-checkpoint') return { kind: 'stopped', checkpoint: checkpoint ?? 'plan' };
  return { kind: status };
}

function failedWith(reason: Diagnostic | undefined): Outcome {
  const { code = 'api-internal', message = '', help = null } = reason ?? {};
  return { kind: 'failed', failure: { code, message, help } };
}
