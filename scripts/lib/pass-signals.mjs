const SAME_KEYSTROKE_MS = 500;
const SIGNALS = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']);

/**
 * Passes interrupts on to a child, and keeps this process alive to see its end. One Ctrl-C arrives here several times
 * (from the terminal and from npm) and counts once: a second one makes many programs give up their orderly end.
 *
 * @param {import('node:child_process').ChildProcess} child
 * @returns {() => NodeJS.Signals | undefined} ends the passing on and returns the first signal that came
 */
export function passSignals(child) {
  /** @type {NodeJS.Signals | undefined} */
  let first;
  let last = Number.NEGATIVE_INFINITY;
  /** @param {NodeJS.Signals} signal */
  const passOn = (signal) => {
    first ??= signal;
    const now = performance.now();
    if (now - last > SAME_KEYSTROKE_MS) child.kill(signal);
    last = now;
  };
  for (const signal of SIGNALS) process.on(signal, passOn);
  return () => {
    for (const signal of SIGNALS) process.off(signal, passOn);
    return first;
  };
}
