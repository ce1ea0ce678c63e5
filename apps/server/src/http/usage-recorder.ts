import { organisationScope, type Store, type UsageCallRow } from '@datamigrate/store';
import type { Logger } from 'pino';

const EVERY_MS = 250;
const MOST = 500;

export interface UsageRecorder {
  add(organisationId: string, call: UsageCallRow): void;
  flush(): Promise<void>;
}

/** A row for each call, written some at a time so that reads need no write of their own. */
export function usageRecorder(store: Store, log: Logger): UsageRecorder {
  let waiting = new Map<string, UsageCallRow[]>();
  let size = 0;
  let timer: NodeJS.Timeout | undefined;
  let writing: Promise<void> = Promise.resolve();

  const write = async () => {
    const batch = waiting;
    waiting = new Map();
    size = 0;
    for (const [organisationId, calls] of batch) {
      try {
        await store.usage.log(organisationScope(organisationId), calls);
      } catch (error) {
        log.error({ err: error, calls: calls.length }, 'usage rows could not be written');
      }
    }
  };
  const flush = () => {
    clearTimeout(timer);
    timer = undefined;
    writing = writing.then(write);
    return writing;
  };
  return {
    add(organisationId, call) {
      const calls = waiting.get(organisationId);
      if (calls) calls.push(call);
      else waiting.set(organisationId, [call]);
      if (++size >= MOST) void flush();
      else timer ??= setTimeout(() => void flush(), EVERY_MS);
    },
    flush,
  };
}
