import { organisationScope, type Store, type UsageBatch, type UsageCallRow, usageBatch } from '@datamigrate/store';
import type { Logger } from 'pino';

const EVERY_MS = 250;
const MOST = 2_000;

export interface UsageRecorder {
  add(organisationId: string, call: UsageCallRow): void;
  flush(): Promise<void>;
}

/** A row for each call, written some at a time so that reads need no write of their own. */
export function usageRecorder(store: Store, log: Logger): UsageRecorder {
  let waiting = new Map<string, UsageBatch>();
  let size = 0;
  let timer: NodeJS.Timeout | undefined;
  let writing: Promise<void> = Promise.resolve();

  const write = async (batches: ReadonlyMap<string, UsageBatch>) => {
    for (const [organisationId, batch] of batches) {
      try {
        await store.usage.log(organisationScope(organisationId), batch);
      } catch (error) {
        log.error({ err: error, calls: batch.kind.length }, 'usage rows could not be written');
      }
    }
  };
  const flush = () => {
    clearTimeout(timer);
    timer = undefined;
    const batches = waiting;
    waiting = new Map();
    size = 0;
    writing = writing.then(() => write(batches));
    return writing;
  };
  return {
    add(organisationId, call) {
      let batch = waiting.get(organisationId);
      if (batch === undefined) {
        batch = usageBatch();
        waiting.set(organisationId, batch);
      }
      batch.add(call);
      if (++size >= MOST) void flush();
      else timer ??= setTimeout(() => void flush(), EVERY_MS);
    },
    flush,
  };
}
