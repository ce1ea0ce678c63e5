import { constants } from 'node:os';

/** The exit code as a shell tells it: 128 + n after signal n. @param {number | null} code @param {NodeJS.Signals | null} signal */
export function exitCodeOf(code, signal) {
  return code ?? 128 + (signal ? constants.signals[signal] : 0);
}
