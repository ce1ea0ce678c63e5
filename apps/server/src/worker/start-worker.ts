import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Logger } from 'pino';
import { MEMORY_FLAGS } from './memory-flags.js';
import type { FromWorker, InspectMessage, Outcome, StartMessage } from './messages.js';

const PROGRAM = fileURLToPath(new URL('../../bin/migration-worker.mjs', import.meta.url));
/** How long an orderly end may take before the process is killed. */
const PATIENCE_MS = 15_000;

/** Nothing that opens the database or unseals secrets, and no password of the operator's own servers. */
const KEPT_FROM_WORKERS =
  /^(DATABASE_URL|REDIS_URL|SMTP_URL|DATAMIGRATE_(SECRET_KEY|METRICS_TOKEN|PASSWORD|TOKEN)|MSSQL_PASSWORD|PG[A-Z]+)$/;

/** The environment of this process as workers may see it. */
export function environmentOfWorkers(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !KEPT_FROM_WORKERS.test(name)));
}

export type WorkerEnd = { readonly outcome: Outcome } | { readonly crash: string };

export interface MigrationProcess {
  readonly pid: number | undefined;
  readonly ended: Promise<WorkerEnd>;
  /** Asks for an orderly end, and insists after a while. */
  cancel(): void;
  /** At once, with everything that it started. */
  kill(): void;
}

export interface WorkerPlace {
  /** The only folder whose files a source may name. */
  readonly uploads: string;
  /** Beside what workers may see of the service's own. */
  readonly environment?: Readonly<Record<string, string>>;
}

export function startWorker(
  start: StartMessage | InspectMessage,
  { uploads, environment = {} }: WorkerPlace,
  onEvents: () => void,
  log: Logger,
): MigrationProcess {
  const env = { ...environmentOfWorkers(), ...environment, DATAMIGRATE_SOURCE_ROOT: uploads };
  const child = fork(PROGRAM, [], {
    env,
    // A group of its own, so that dbt ends with it.
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    execArgv: [...MEMORY_FLAGS],
  });
  let outcome: Outcome | undefined;
  let complaint = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    complaint = (complaint + text).slice(-4000);
  });
  child.on('message', (message: FromWorker) => {
    if (message.kind === 'events') onEvents();
    else outcome = message.outcome;
  });
  const kill = () => {
    if (child.pid === undefined) return;
    try {
      process.kill(-child.pid, 'SIGKILL');
    } catch {
      // It has ended.
    }
  };
  let patience: NodeJS.Timeout | undefined;
  const ended = new Promise<WorkerEnd>((resolve) => {
    child.on('error', (error) => resolve({ crash: error.message }));
    child.on('close', (code, signal) => {
      clearTimeout(patience);
      if (complaint !== '') log.warn({ pid: child.pid, text: complaint }, 'stderr of a migration');
      // What it left running.
      kill();
      resolve(outcome ? { outcome } : { crash: signal ?? `exit code ${code}` });
    });
  });
  child.send(start, () => {});
  return {
    pid: child.pid,
    ended,
    cancel() {
      if (patience !== undefined) return;
      child.send({ kind: 'cancel' }, () => {});
      patience = setTimeout(kill, PATIENCE_MS);
    },
    kill,
  };
}
