import { tmpdir } from 'node:os';
import type { Inventory } from '@datamigrate/contracts';
import { err, ok, type Result } from '@datamigrate/foundation';
import type { Logger } from 'pino';
import type { Failure, InspectMessage } from './messages.js';
import { startWorker } from './start-worker.js';

/** Answers that people wait for. */
const LONGEST_MS = 60_000;
const MOST_AT_ONCE = 2;

export interface Inspector {
  /** What a server holds, counted in a process of its own; undefined when too many ask at once. */
  inspect(source: Omit<InspectMessage, 'kind'>): Promise<Result<Inventory['objects'], Failure> | undefined>;
}

export function inspector(log: Logger): Inspector {
  let running = 0;
  return {
    async inspect(source) {
      if (running >= MOST_AT_ONCE) return undefined;
      running++;
      const worker = startWorker({ kind: 'inspect', ...source }, { uploads: tmpdir() }, () => {}, log);
      const timer = setTimeout(worker.kill, LONGEST_MS);
      try {
        const end = await worker.ended;
        if ('outcome' in end && end.outcome.kind === 'inspected') return ok(end.outcome.objects);
        if ('outcome' in end && end.outcome.kind === 'failed') return err(end.outcome.failure);
        const message = `There was no answer within ${LONGEST_MS / 1000} s.`;
        return err({ code: 'api-connection-failed', message, help: null });
      } finally {
        clearTimeout(timer);
        running--;
      }
    },
  };
}
