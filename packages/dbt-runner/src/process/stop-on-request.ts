/** An interrupt that comes between two queries is lost, and the next query would run to its end. */
const REPEAT_MS = 2_000;

export type Stopped = 'cancelled' | 'timed-out';

export interface StopOptions {
  readonly signal: AbortSignal | undefined;
  readonly timeoutMs: number | undefined;
  /** Time between the request to end and the kill. */
  readonly graceMs: number;
}

export interface Stopper {
  readonly stopped: Stopped | undefined;
  /** The program has ended: nothing is asked of it any more. */
  done(): void;
}

/** Asks a program to end, again and again, when it is cancelled or its time is up, and kills it after the grace time. */
export function stopOnRequest(
  { signal, timeoutMs, graceMs }: StopOptions,
  { interrupt, kill }: { interrupt: () => void; kill: () => void },
): Stopper {
  let stopped: Stopped | undefined;
  const timers: NodeJS.Timeout[] = [];
  const stop = (reason: Stopped): void => {
    if (stopped !== undefined) return;
    stopped = reason;
    interrupt();
    timers.push(setInterval(interrupt, REPEAT_MS));
    timers.push(setTimeout(kill, graceMs));
  };
  const cancel = (): void => stop('cancelled');
  signal?.addEventListener('abort', cancel, { once: true });
  if (timeoutMs !== undefined) timers.push(setTimeout(() => stop('timed-out'), timeoutMs));
  return {
    get stopped() {
      return stopped;
    },
    done() {
      for (const timer of timers) clearTimeout(timer);
      signal?.removeEventListener('abort', cancel);
    },
  };
}
