let round: Promise<void> | undefined;

/**
 * When all requests that have arrived by now were worked on. Answers that leave together wake who waits for them once, and a
 * wake-up is the most expensive part of a short answer.
 */
export function endOfRound(): Promise<void> {
  round ??= new Promise((resolve) => {
    setImmediate(() => {
      round = undefined;
      resolve();
    });
  });
  return round;
}
