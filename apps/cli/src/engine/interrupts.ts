import type { CliIo } from '../cli-io.js';
import { EXIT } from '../exit-code.js';

/** One keystroke may arrive several times: from the terminal, and again from npx or npm. */
const SAME_KEYSTROKE_MS = 500;

export interface Interrupts {
  readonly signal: AbortSignal;
  /** Gives Ctrl-C its usual meaning back. */
  release(): void;
}

/** The first Ctrl-C asks for an orderly end, the second one ends the process. */
export function watchInterrupts(io: CliIo, onFirst: () => void, beforeExit: () => void): Interrupts {
  const controller = new AbortController();
  let last = Number.NEGATIVE_INFINITY;
  const release = io.onInterrupt(() => {
    const now = io.now().getTime();
    const again = now - last <= SAME_KEYSTROKE_MS;
    last = now;
    if (again) return;
    if (controller.signal.aborted) {
      beforeExit();
      io.exitNow(EXIT.interrupted);
      return;
    }
    controller.abort();
    onFirst();
  });
  return { signal: controller.signal, release };
}
