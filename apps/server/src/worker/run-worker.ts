import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type MigrationResult, resumeMigration, runMigration } from '@datamigrate/agents';
import { RUN_FILES, RUN_FOLDER } from '@datamigrate/contracts';
import type { FromWorker, Outcome, StartMessage, ToWorker } from './messages.js';

/**
 * The process of one migration: it works in a folder, tells its parent what happens, and ends. It knows neither database nor
 * network, and it does not outlive its parent.
 */
export function runWorker(): void {
  const abort = new AbortController();
  process.on('message', (message: ToWorker) => {
    if (message.kind === 'cancel') abort.abort();
    else void work(message, abort.signal);
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

async function work(start: StartMessage, signal: AbortSignal): Promise<void> {
  const outcome = await outcomeOf(start, signal);
  const message: FromWorker = { kind: 'outcome', outcome };
  process.send?.(message, () => process.exit(0));
}

async function outcomeOf({ kind: _, ...options }: StartMessage, signal: AbortSignal): Promise<Outcome> {
  const environment = {
    signal,
    clock: { now: () => new Date() },
    onEvent: () => void process.send?.({ kind: 'events' }),
  };
  try {
    const isFormer = existsSync(join(options.out, RUN_FOLDER, RUN_FILES.run));
    const result = isFormer
      ? await resumeMigration({ ...environment, out: options.out })
      : await runMigration({ ...environment, ...options, force: false });
    return outcomeFrom(result);
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
  if (!result.ok) {
    const [first] = result.error;
    const { code = 'api-internal', message = '', help = null } = first ?? {};
    return { kind: 'failed', failure: { code, message, help } };
  }
  const { status, checkpoint } = result.value;
  if (status === 'stopped-at-checkpoint') return { kind: 'stopped', checkpoint: checkpoint ?? 'plan' };
  return { kind: status };
}
