import type { Diagnostic } from '@datamigrate/diagnostics';
import type { Program } from './program.js';
import { StatementRefusal } from './refusal.js';

/** Tries one way of stating something; where a statement of it is refused, the program is as it was and tells why. */
export function attempt(program: Program, work: () => void): Diagnostic | undefined {
  const before = program.fates.length;
  const restore = program.remember();
  let refusal: Diagnostic | undefined;
  try {
    work();
  } catch (error) {
    if (!(error instanceof StatementRefusal)) throw error;
    refusal = error.diagnostic;
  }
  refusal ??= program.fates.slice(before).find(({ state }) => state === 'refused')?.diagnostic;
  if (refusal) restore();
  return refusal;
}
