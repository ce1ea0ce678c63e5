type Write = (hour: number, counts: readonly { bucket: string; by: number }[]) => Promise<unknown>;

export interface LateCounter {
  add(bucket: string, hour: number): void;
  /** Writes what is not written yet. */
  flush(): Promise<void>;
}

/** Counts that are known here already, written once in a while, all buckets at once. */
export function countLater(write: Write, everyMs: number): LateCounter {
  let hours = new Map<number, Map<string, number>>();
  let timer: NodeJS.Timeout | undefined;
  let writing: Promise<void> = Promise.resolve();

  const writeAll = async (counts: ReadonlyMap<number, ReadonlyMap<string, number>>): Promise<void> => {
    for (const [hour, buckets] of counts) {
      const all = [...buckets].map(([bucket, by]) => ({ bucket, by }));
      // When the database is away, these requests are not counted.
      await write(hour, all).catch(() => {});
    }
  };
  const flush = (): Promise<void> => {
    clearTimeout(timer);
    timer = undefined;
    const counts = hours;
    hours = new Map();
    writing = writing.then(() => writeAll(counts));
    return writing;
  };
  return {
    add(bucket, hour) {
      let buckets = hours.get(hour);
      if (buckets === undefined) {
        buckets = new Map();
        hours.set(hour, buckets);
      }
      buckets.set(bucket, (buckets.get(bucket) ?? 0) + 1);
      timer ??= setTimeout(() => void flush(), everyMs);
    },
    flush,
  };
}
