interface Waiting {
  readonly bucket: string;
  readonly hour: number;
  readonly by: number;
  resolve(count: number): void;
  reject(error: unknown): void;
}

type Write = (hour: number, counts: readonly { bucket: string; by: number }[]) => Promise<number[]>;

/** Counts of one moment go to the database in one statement; those that come while it runs, in the next one. */
export function countTogether(write: Write): (bucket: string, hour: number, by: number) => Promise<number> {
  let waiting: Waiting[] = [];
  let isRunning = false;

  /** Of the first one's hour, each bucket once. */
  const next = (): Waiting[] => {
    const taken = new Map<string, Waiting>();
    const left: Waiting[] = [];
    for (const one of waiting) {
      if (one.hour === waiting[0]?.hour && !taken.has(one.bucket)) taken.set(one.bucket, one);
      else left.push(one);
    }
    waiting = left;
    return [...taken.values()];
  };
  const run = async () => {
    while (waiting.length > 0) {
      const batch = next();
      try {
        const counts = await write(batch[0]?.hour ?? 0, batch);
        for (const [i, one] of batch.entries()) one.resolve(counts[i] ?? 0);
      } catch (error) {
        for (const one of batch) one.reject(error);
      }
    }
    isRunning = false;
  };
  return (bucket, hour, by) =>
    new Promise((resolve, reject) => {
      waiting.push({ bucket, hour, by, resolve, reject });
      if (isRunning) return;
      isRunning = true;
      setImmediate(() => void run());
    });
}
